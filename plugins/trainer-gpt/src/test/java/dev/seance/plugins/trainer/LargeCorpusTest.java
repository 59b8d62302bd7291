// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LargeCorpusTest {

    /** Three thousand million ids are 6 GB as they are stored and 12 GB as Java has them. */
    private static final String MEMORY = "-Xmx40m";

    @TempDir
    private Path folder;

    @Test
    void loadsBatchesOfThreeThousandMillionTokensInFortyMegabytes() throws IOException, InterruptedException {
        LargeCorpus.write(folder);
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        MEMORY,
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LargeCorpus.class.getName(),
                        folder.toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(process.waitFor()).as(said).isZero();

        String[] numbers = said.split(" ", 6);
        System.out.printf(
                "%,d tokens: %s sequences, ordered in %s ms; a batch of 32 x %d in %s us, %s us the second time; %s MiB of"
                        + " heap%n",
                LargeCorpus.TOKENS, numbers[0], numbers[1], LargeCorpus.CONTEXT, numbers[2], numbers[3], numbers[4]);
        assertThat(Long.parseLong(numbers[0]))
                .as("sequences: no less than the tokens fill, and one in a hundred more at most")
                .isBetween(
                        (LargeCorpus.TOKENS - LargeCorpus.DOCUMENTS) / LargeCorpus.CONTEXT,
                        LargeCorpus.TOKENS / LargeCorpus.CONTEXT * 101 / 100);
        assertThat(Double.parseDouble(numbers[2]))
                .as("microseconds of a batch, on however slow a machine")
                .isLessThan(1e6);
        assertThat(numbers[5]).isEqualTo("[1, 2, 3] [4, 5, 6, 7]");
    }
}
