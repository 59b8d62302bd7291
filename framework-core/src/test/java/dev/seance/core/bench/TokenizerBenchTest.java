// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seance.api.testing.ByteVocabulary;
import dev.seance.core.text.InvalidUtf8;
import dev.seance.core.text.LineEnds;
import dev.seance.core.text.TextFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizerBenchTest {

    @TempDir
    Path folder;

    private TextSample sample(long most, String... texts) throws IOException {
        List<Path> files = new ArrayList<>();
        for (String text : texts) {
            files.add(Files.writeString(folder.resolve(files.size() + ".txt"), text));
        }
        return TextSample.read(TextFiles.find(files, InvalidUtf8.FAIL, LineEnds.KEEP, new ArrayList<>()), most);
    }

    private static String together(TextSample sample) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        sample.pieces().forEach(all::writeBytes);
        return all.toString(StandardCharsets.UTF_8);
    }

    /** Lines of all lengths, some longer than a piece, with letters of one to four bytes. */
    private static String randomLines(long seed, int bytes) {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder();
        while (text.length() < bytes) {
            int length = random.nextInt(50) == 0 ? random.nextInt(700_000) : random.nextInt(300);
            for (int i = 0; i < length; i++) {
                text.appendCodePoint(random.nextInt(20) == 0 ? 0x1F47B : random.nextInt(5) == 0 ? 0x20AC : 'g');
            }
            text.append('\n');
        }
        return text.toString();
    }

    @Nested
    class ASample {

        @Test
        void isTheWholeTextInPiecesOfWholeLines() throws IOException {
            for (long seed = 1; seed <= 3; seed++) {
                String text = randomLines(seed, 5_000_000) + "no line end";
                TextSample sample = sample(Long.MAX_VALUE, text);

                assertThat(together(sample).equals(text)).as("seed %d", seed).isTrue();
                assertThat(sample.bytes()).isEqualTo(text.getBytes(StandardCharsets.UTF_8).length);
                assertThat(sample.pieces()).hasSizeGreaterThan(3);
                assertThat(sample.pieces().subList(0, sample.pieces().size() - 1))
                        .allMatch(piece -> piece[piece.length - 1] == '\n');
            }
        }

        @Test
        void endsSoonAfterTheMostItMayHave() throws IOException {
            TextSample sample = sample(1_500_000, "a ghost\n".repeat(300_000), "another file\n");
            assertThat(sample.bytes()).isBetween(1_500_000L, 1_500_000L + (1 << 20));
        }

        @Test
        void goesOnFromFileToFile() throws IOException {
            assertThat(together(sample(1000, "one\n", "", "two"))).isEqualTo("one\ntwo");
        }

        @Test
        void hasLinesThatSomebodyMightType() throws IOException {
            TextSample sample = sample(1000, "Hm.\n  Pray, is anybody there to-night?  \n" + "-".repeat(300) + "\n");
            assertThat(sample.lines()).containsExactly("Pray, is anybody there to-night?");
        }
    }

    @Nested
    class AFigure {

        @Test
        void isTheMiddleOfItsMeasurements() {
            assertThat(Measurement.of("speed", "MB/s", 9, 1, 2)).isEqualTo(new Measurement("speed", "MB/s", 2, 1, 9));
            assertThat(Measurement.of("speed", "MB/s", 4, 1, 2, 9).median()).isEqualTo(3);
            assertThatThrownBy(() -> new Measurement("speed", "MB/s", 3, 4, 5))
                    .hasMessage("3.0 is not between 4.0 and 5.0");
        }

        @Test
        void countsOnlyThePassesAfterTheWarmUp() throws IOException {
            AtomicInteger runs = new AtomicInteger();
            assertThat(new Passes(2, 3).rates(1, runs::incrementAndGet))
                    .hasSize(3)
                    .doesNotContain(0);
            assertThat(runs).hasValue(5);
        }
    }

    @Test
    void measuresAnyVocabulary() throws IOException {
        TextSample sample = sample(100_000, "Pray, is anybody there to-night?\n".repeat(50));
        List<Measurement> measurements = new ArrayList<>();
        new EncodingBench(new ByteVocabulary(), sample, new Passes(0, 2)).run(2, measurements::add);

        assertThat(measurements)
                .extracting(Measurement::name)
                .containsExactly(
                        "encoding, 1 thread, new caches",
                        "encoding, 1 thread, caches kept",
                        "encoding, 2 threads, new caches",
                        "encoding, 2 threads, caches kept",
                        "speed-up by 2 threads, new caches",
                        "a line of chat, median",
                        "a line of chat, 99th percentile",
                        "decoding, 1 thread",
                        "bytes a token");
        assertThat(measurements)
                .allMatch(measurement -> measurement.median() > 0 && measurement.max() < Double.POSITIVE_INFINITY);
        assertThat(measurements.get(8).median()).as("a byte is a token here").isEqualTo(1);
    }
}
