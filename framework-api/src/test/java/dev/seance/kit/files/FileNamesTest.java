// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileNamesTest {

    @TempDir
    Path folder;

    @Test
    void findsAFileAgainByItsName() throws Exception {
        for (String name : List.of("plain.txt", "a b/c#d?e%20f.txt", "Bront\u00eb 1847.txt", "e\u0301te\u0301.txt")) {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, name);
            String encoded = FileNames.encoded(folder, file);
            assertThat(encoded).matches("[\\x21-\\x7E]+");
            assertThat(Files.readString(FileNames.resolve(folder, encoded))).isEqualTo(name);
        }
    }

    @Test
    void givesNamesInNormalFormC() {
        assertThat(FileNames.decoded("e%CC%81te%CC%81.txt")).isEqualTo("\u00e9t\u00e9.txt");
        assertThat(FileNames.normalized("e\u0301te\u0301.txt")).isEqualTo("\u00e9t\u00e9.txt");
    }

    @Test
    void leavesNamesThatAreNotUtf8Encoded() {
        assertThat(FileNames.decoded("b%E9b%E9.txt")).isEqualTo("b%E9b%E9.txt");
    }

    @Test
    void givesTheLastPartOfAPath() {
        assertThat(FileNames.last(folder.resolve("Bront\u00eb/."))).isEqualTo("Bront\u00eb");
        assertThat(FileNames.last(Path.of("/"))).isEqualTo("/");
    }
}
