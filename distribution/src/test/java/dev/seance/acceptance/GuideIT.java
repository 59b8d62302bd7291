// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The guides, by the letter: what they say to type is typed. */
@Tag("full")
class GuideIT {

    private static String read(String guide) throws IOException {
        return Files.readString(Seance.HOME.resolve("../../../docs").resolve(guide));
    }

    private static List<String> fenced(String kind, String guide) throws IOException {
        return Pattern.compile("^```" + kind + "\n(.*?)^```", Pattern.DOTALL | Pattern.MULTILINE)
                .matcher(read(guide))
                .results()
                .map(block -> block.group(1))
                .toList();
    }

    /** All commands of a guide in one shell, in which {@code seance} and {@code mvn} are those under test. */
    private static Outcome type(Seance seance, String guide) throws IOException {
        Path tools = Files.createDirectories(seance.folder().resolve("tools"));
        String maven = StrangersMaven.command(tools).stream()
                .map(word -> "'" + word + "'")
                .collect(Collectors.joining(" "));
        String script = "set -e\nseance() { '" + Seance.HOME.resolve("bin/seance") + "' \"$@\"; }\nmvn() { " + maven
                + " \"$@\"; }\n" + String.join("", fenced("sh", guide));
        return seance.program("sh", "-c", script);
    }

    @Test
    void aPluginFromNothingToARun() throws IOException {
        Seance seance = Seance.in(Places.fresh("guide plugin"));
        assertThat(type(seance, "write-a-plugin.md").exits(0).out())
                .contains("build it with: mvn", ": valid", "installed my-filter 0.1.0", "max-share", "removed ")
                .contains("mostly digits");
    }

    @Test
    void aRecipeFromNothingToAConversation() throws IOException {
        Seance seance = Seance.in(Places.fresh("guide recipe"));
        Path books = Files.createDirectories(seance.folder().resolve("edwardian-books"));
        for (int i = 0; i < 20; i++) {
            Files.writeString(
                    books.resolve((1901 + i % 14) + "_A_Novel_" + i + ".txt"), InventedBooks.book(3000, 1901 + i));
        }
        Files.writeString(books.resolve("1923_A_Late_Novel.txt"), InventedBooks.book(3000, 1923));
        String recipe = fenced("yaml", "write-a-recipe.md").get(0);
        assertThat(recipe.lines()).hasSizeLessThanOrEqualTo(20);
        Files.writeString(seance.folder().resolve("my-edwardian.yaml"), recipe);
        assertThat(type(seance, "write-a-recipe.md").exits(0).out())
                .contains("published 1923")
                .contains("An Edwardian");
    }
}
