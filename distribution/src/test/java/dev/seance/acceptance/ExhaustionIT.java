// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A heap too small for the work: which step, which document, how much there is, and what to do. */
class ExhaustionIT {

    private static final String RECIPE = """
            recipe: large
            era: {from: 1837, to: 1901, language: English}
            steps:
              books: {corpus: folder, with: {path: books}, filters: [{era: {undated: keep}}]}
            """;

    private static Seance withBook(String name, int megabytes) throws IOException {
        Path folder = Places.fresh(name);
        Files.writeString(folder.resolve("large.yaml"), RECIPE);
        Files.createDirectories(folder.resolve("books"));
        String line = "The rain fell upon the roofs of the town, and Mr. Dawson drew his chair nearer to the fire.\n";
        try (BufferedWriter out = Files.newBufferedWriter(folder.resolve("books/everything.txt"))) {
            for (long written = 0; written < megabytes * 1_000_000L; written += line.length()) {
                out.write(line);
            }
        }
        return Seance.in(folder);
    }

    @Test
    void aBookThatDoesNotFitIntoTheHeap() throws IOException {
        Seance seance = withBook("exhaustion", 60);

        Outcome outcome = seance.with("SEANCE_JAVA_OPTS", "-Xmx96m")
                .run("run", "large.yaml")
                .isTheUsersMistake();
        assertThat(outcome.err()).contains("books]", "everything.txt", "SEANCE_JAVA_OPTS=-Xmx");

        seance.run("run", "large.yaml").exits(0);
    }

    @Test
    void aHeapThatIsTooSmallForTheCommandItself() throws IOException {
        Seance seance = withBook("exhaustion-small", 1);
        for (String heap : new String[] {"-Xmx8m", "-Xmx10m", "-Xmx12m", "-Xmx16m"}) {
            Outcome outcome = seance.with("SEANCE_JAVA_OPTS", heap).run("run", "large.yaml");
            assertThat(outcome.exit()).as(outcome.toString()).isIn(0, 2);
            assertThat(outcome.err()).as(outcome.toString()).doesNotContain("\tat ");
        }
    }
}
