// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seance.api.run.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListFileTest {

    @TempDir
    private Path folder;

    @Test
    void readsLinesWithoutMarkCommentsAndBlankLines() throws IOException {
        Path file = Files.writeString(folder.resolve("words.txt"), "\uFEFF# names\r\n\r\n  Nobscusset \r\nZo\u00EBth");
        assertThat(ListFile.read(file, "a file of words"))
                .containsExactly(
                        new ListFile.Line(file + ", line 3", "  Nobscusset "),
                        new ListFile.Line(file + ", line 4", "Zo\u00EBth"));
        assertThat(ListFile.read(Files.createFile(folder.resolve("empty")), "a file of words"))
                .isEmpty();
    }

    @Test
    void saysWhatIsWrong() throws IOException {
        Path missing = folder.resolve("none.txt");
        assertThatThrownBy(() -> ListFile.read(missing, "a file of words"))
                .isInstanceOf(UserError.class)
                .hasMessage(missing + " does not exist; give a file of words");
        assertThatThrownBy(() -> ListFile.read(folder, "a file of words"))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith(folder + " cannot be read (")
                .hasMessageEndingWith("); give a file of words");
        Path latin = Files.write(folder.resolve("latin.txt"), new byte[] {'Z', 'o', (byte) 0xEB, 't', 'h'});
        assertThatThrownBy(() -> ListFile.read(latin, "a file of words"))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith(latin + ": ")
                .hasMessageEndingWith("; save it as UTF-8");
    }
}
