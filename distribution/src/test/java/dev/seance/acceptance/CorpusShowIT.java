// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What became of a run's documents, looked at by command. */
class CorpusShowIT {

    private static Seance seance;

    @BeforeAll
    static void make() throws IOException {
        seance = Seance.in(Places.fresh("corpus show é")).withoutNatives();
        Path books = Files.createDirectories(seance.folder().resolve("books"));
        for (int i = 0; i < 3; i++) {
            Files.writeString(
                    books.resolve("b" + i + "_" + (1850 + i) + ".txt"),
                    ("It was upon the morning of the third day that the travel-\n"
                                    + "lers came in sight of the town " + i + ", and the elder, who had been con-\n"
                                    + "tinually looking behind him, drew in his horse and said to his com-\n"
                                    + "panion that he would go no farther until he had eaten. The travellers\n"
                                    + "were continually at odds, and one companion left the other for good.\n\n")
                            .repeat(3));
        }
        Files.writeString(books.resolve("late_1990.txt"), "A modern text.\n");
        Files.writeString(seance.folder().resolve("r.yaml"), """
                recipe: r
                title: R
                era: {from: 1837, to: 1901, language: English}
                steps:
                  books: {corpus: folder, with: {path: books}, filters: [era, unwrap]}
                """);
        Outcome run = seance.run("run", "r.yaml", "--offline").exits(0);
        assertThat(run.err())
                .contains("[books] era: 4 -> 3 documents, 588 -> 585 words; 1 dropped: after the era")
                .contains("3 changed: joined wrapped lines");
    }

    @Test
    void listsWhatWasKeptAndWhatWasDroppedAndWhy() {
        assertThat(seance.run("corpus", "show", "r").exits(0).out())
                .contains("b0_1850", "b1_1851", "b2_1852")
                .doesNotContain("late");
        assertThat(seance.run("corpus", "show", "r", "--limit", "1").exits(0).out())
                .contains("1 of 3 documents; --limit 3 shows all");
        assertThat(seance.run("corpus", "show", "r", "--dropped").exits(0).out())
                .contains("late_1990  era     after the era  published 1990");
        assertThat(seance.run("corpus", "show", "r", "--dropped", "undated")
                        .exits(0)
                        .out())
                .doesNotContain("late");
    }

    @Test
    void showsOneDocumentAndWhatWasChangedInIt() {
        assertThat(seance.run("corpus", "show", "r", "--document", "b1_1851")
                        .exits(0)
                        .out())
                .contains("unwrap: changed, joined wrapped lines", "the travellers came in sight of the town 1");
        assertThat(seance.run("corpus", "show", "r", "--document", "b1_1851", "--diff")
                        .exits(0)
                        .out())
                .contains("that the [-travel- lers-] {+travellers+} came in sight");
        assertThat(seance.run("corpus", "show", "r", "--document", "late_1990")
                        .exits(0)
                        .out())
                .contains("era: dropped, after the era (published 1990)", "A modern text.");
    }

    @Test
    void saysWhatIsWrong() {
        assertThat(seance.run("corpus", "show", "r", "--document", "nobody")
                        .isTheUsersMistake()
                        .err())
                .contains("no document 'nobody' in step 'books'");
        assertThat(seance.run("corpus", "show", "r", "--diff")
                        .isTheUsersMistake()
                        .err())
                .contains("name it with --document ID");
        assertThat(seance.run("corpus", "show", "r", "--step", "pages")
                        .isTheUsersMistake()
                        .err())
                .contains("run r/1 has no such corpus; it has books");
    }
}
