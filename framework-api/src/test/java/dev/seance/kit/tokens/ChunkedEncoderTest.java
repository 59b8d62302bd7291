// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.tokens;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.TextReader;
import dev.seance.api.testing.ByteVocabulary;
import dev.seance.api.testing.RandomText;
import dev.seance.api.tokenizer.Encoder;
import dev.seance.api.tokenizer.TokenBuffer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ChunkedEncoderTest {

    private static final ByteVocabulary VOCABULARY = new ByteVocabulary();

    /** Cuts before spaces, if at all, and remembers how much it was given at once. */
    private static final class Cutting implements Encoder {

        private final Encoder encoder = VOCABULARY.encoder();
        private final boolean cuts;
        private int longest;

        Cutting(boolean cuts) {
            this.cuts = cuts;
        }

        @Override
        public void encode(byte[] utf8, int from, int to, TokenBuffer tokens) {
            longest = Math.max(longest, to - from);
            encoder.encode(utf8, from, to, tokens);
        }

        @Override
        public void encode(CharSequence text, TokenBuffer tokens) {
            encoder.encode(text, tokens);
        }

        @Override
        public int lastCut(byte[] utf8, int from, int to) {
            return IntStream.iterate(to - 1, at -> at > from, at -> at - 1)
                    .filter(at -> cuts && utf8[at] == ' ')
                    .findFirst()
                    .orElse(-1);
        }
    }

    @Test
    void stretchesTogetherAreTheWholeText() throws IOException {
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            RandomText texts = new RandomText(seed);
            List<Document> documents = IntStream.range(0, 5)
                    .mapToObj(i -> Document.of("text-" + i, texts.next(random.nextInt(200)) + " word".repeat(i))
                            .build())
                    .toList();
            ChunkedEncoder stretches = new ChunkedEncoder(new Cutting(seed % 2 == 0), tokens(), 1 + random.nextInt(60));
            try (TextReader reader = TextReader.of(documents.stream())) {
                for (Document document : documents) {
                    assertThat(reader.next()).isTrue();
                    assertThat(encoded(stretches, reader))
                            .as("seed %d, %s", seed, document.id())
                            .isEqualTo(VOCABULARY.encode(document.text()));
                }
            }
        }
    }

    @Test
    void needsNoMoreMemoryForALongTextThatCanBeCut() throws IOException {
        Cutting encoder = new Cutting(true);
        ChunkedEncoder stretches = new ChunkedEncoder(encoder, tokens(), 100);
        assertThat(encoded(stretches, "over the sea ".repeat(10_000))).hasSize(130_000);
        assertThat(encoder.longest).isLessThanOrEqualTo(100);
        assertThat(stretches.isLarge()).isFalse();
    }

    @Test
    void takesAllTheMemoryThatATextWithoutAPlaceToCutNeeds() throws IOException {
        ChunkedEncoder stretches = new ChunkedEncoder(new Cutting(false), tokens(), 100);
        assertThat(encoded(stretches, "over the sea ".repeat(10_000))).hasSize(130_000);
        assertThat(stretches.isLarge()).isTrue();
    }

    private static int[] encoded(ChunkedEncoder stretches, String text) throws IOException {
        assertThat(text.getBytes(UTF_8)).isNotEmpty();
        try (TextReader reader =
                TextReader.of(Stream.of(Document.of("text", text).build()))) {
            reader.next();
            return encoded(stretches, reader);
        }
    }

    private static int[] encoded(ChunkedEncoder stretches, TextReader reader) throws IOException {
        List<int[]> parts = new ArrayList<>();
        stretches.encode(reader, tokens -> parts.add(tokens.toArray()));
        return parts.stream().flatMapToInt(Arrays::stream).toArray();
    }

    private static TokenBuffer tokens() {
        return TokenBuffer.forVocabulary(VOCABULARY.size());
    }
}
