// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Which run a recipe's name means, what commands ask of the environment, and advice that works. */
class RunChoiceIT {

    private static final String RECIPE = """
            recipe: r
            era: {from: 1837, to: 1901, language: English}
            steps:
              books: {corpus: folder, with: {path: books}, filters: [{era: {undated: keep}}]}
              vocabulary: {tokenizer: bpe, from: books, with: {size: 280}}
            """;

    private static Seance prepared(String name) throws IOException {
        Path folder = Places.fresh(name);
        Files.writeString(folder.resolve("mine.yaml"), RECIPE);
        InventedBooks.write(folder.resolve("books"), 5, 500, 1);
        return Seance.in(folder);
    }

    @Test
    void theNewestFinishedOneIsUsedAndNamed() throws IOException {
        Seance seance = prepared("run-choice");
        seance.run("run", "mine.yaml").exits(0);
        seance.run("run", "mine.yaml", "--set", "books.filters=[{length: {min-words: 9999999}}]")
                .exits(2);

        Outcome report = seance.run("report", "r").exits(0);
        assertThat(report.out()).contains("r/1");
        assertThat(report.err()).contains("r/2").contains("using r/1");
        Outcome encode = seance.type("text", "tokenizer", "encode", "--vocabulary", "r", "--count")
                .exits(0);
        assertThat(encode.err()).contains("run r/2 has made no vocabulary; using r/1");
        assertThat(seance.run("report", "r/2").isTheUsersMistake().err()).contains("seance run mine.yaml");
    }

    @Test
    void theAdviceIsACommandThatWorksFromAnotherFolderToo() throws IOException {
        Seance seance = prepared("run-advice");
        seance.run("run", "mine.yaml", "--set", "books.filters=[{length: {min-words: 9999999}}]")
                .exits(2);
        Files.createDirectories(seance.folder().resolve("below"));

        Outcome outcome = seance.run("report", "r").isTheUsersMistake();
        String advice = outcome.err().replaceFirst("(?s).*seance run (\\S+).*", "$1");
        assertThat(advice).as(outcome.err()).isEqualTo("mine.yaml");
        seance.run("run", advice).exits(0);
    }
}
