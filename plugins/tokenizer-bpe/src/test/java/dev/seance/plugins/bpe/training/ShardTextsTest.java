// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seance.api.corpus.Corpus;
import dev.seance.api.corpus.CorpusSize;
import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Subset;
import dev.seance.api.corpus.TextReader;
import dev.seance.api.run.UserError;
import dev.seance.plugins.bpe.RandomTexts;
import dev.seance.plugins.bpe.split.GptScannerTest;
import dev.seance.plugins.bpe.split.PieceScanner;
import dev.seance.plugins.bpe.split.SplitPattern;
import dev.seance.plugins.bpe.unicode.Utf8Text;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ShardTextsTest {

    private static final PieceScanner SCANNER = SplitPattern.LLAMA3.scanner(3);

    /** Documents by shard; reads a few bytes at a time, and knows how many readers are open. */
    private static final class Trickle implements Corpus {

        private final List<List<String>> shards;
        private final Random random = new Random(1);
        private int open;
        private int mostOpen;

        Trickle(List<List<String>> shards) {
            this.shards = shards;
        }

        @Override
        public String name() {
            return "trickle";
        }

        @Override
        public CorpusSize size(Subset part) {
            return CorpusSize.NOTHING;
        }

        @Override
        public int shards(Subset part) {
            return shards.size();
        }

        @Override
        public Stream<Document> read(Subset part, int shard) {
            throw new AssertionError("text is enough");
        }

        @Override
        public TextReader readText(Subset part, int shard) {
            mostOpen = Math.max(mostOpen, ++open);
            return new TextReader() {
                private int document = -1;
                private int position;

                @Override
                public boolean next() {
                    position = 0;
                    return ++document < shards.get(shard).size();
                }

                @Override
                public String document() {
                    return shard + "/" + document;
                }

                @Override
                public int read(byte[] into, int from, int length) {
                    byte[] text = shards.get(shard).get(document).getBytes(StandardCharsets.UTF_8);
                    int count = Math.min(text.length - position, 1 + random.nextInt(length));
                    System.arraycopy(text, position, into, from, count);
                    position += count;
                    return count == 0 ? -1 : count;
                }

                @Override
                public void close() {
                    open--;
                }
            };
        }
    }

    private static List<List<String>> texts(long seed) {
        Random random = new Random(seed);
        RandomTexts texts = new RandomTexts(seed);
        List<List<String>> shards = new ArrayList<>();
        for (int shard = random.nextInt(4); shard >= 0; shard--) {
            List<String> documents = new ArrayList<>();
            for (int i = random.nextInt(6); i > 0; i--) {
                StringBuilder text = new StringBuilder();
                for (int parts = random.nextInt(6); parts > 0; parts--) {
                    text.append(random.nextBoolean() ? texts.next() : texts.repetitive());
                }
                documents.add(text.toString());
            }
            shards.add(documents);
        }
        return shards;
    }

    @Test
    void handsOutEveryByteOnceAndCutsOnlyBetweenPieces() throws Exception {
        for (long seed = 1; seed <= 200; seed++) {
            List<List<String>> shards = texts(seed);
            Map<String, String> expected = new TreeMap<>();
            Map<String, List<String>> expectedPieces = new HashMap<>();
            for (int shard = 0; shard < shards.size(); shard++) {
                for (int i = 0; i < shards.get(shard).size(); i++) {
                    String text = shards.get(shard).get(i);
                    expected.put(shard + "/" + i, text);
                    expectedPieces.put(shard + "/" + i, GptScannerTest.pieces(text, SCANNER));
                }
            }
            Trickle corpus = new Trickle(shards);
            Map<String, String> found = new TreeMap<>();
            Map<String, List<String>> pieces = new HashMap<>();
            try (ShardTexts texts = new ShardTexts(corpus, SCANNER, 5, 2)) {
                TextBlock block = new TextBlock(64, 1 << 20);
                while (texts.fill(block)) {
                    for (int i = 0; i < block.stretches(); i++) {
                        String text = new String(
                                block.bytes(), block.start(i), block.end(i) - block.start(i), StandardCharsets.UTF_8);
                        found.merge(block.document(i), text, String::concat);
                        pieces.computeIfAbsent(block.document(i), key -> new ArrayList<>())
                                .addAll(GptScannerTest.pieces(text, SCANNER));
                    }
                }
            }
            assertThat(found).as("seed %d", seed).isEqualTo(expected);
            assertThat(pieces).as("seed %d", seed).isEqualTo(expectedPieces);
            assertThat(corpus.open).as("readers left open").isZero();
            assertThat(corpus.mostOpen).isLessThanOrEqualTo(2);
        }
    }

    @Test
    void holdsADocumentWithoutACutAsAWhole() throws Exception {
        String run = "x".repeat(1000) + " y";
        try (ShardTexts texts = new ShardTexts(new Trickle(List.of(List.of("ab", run))), SCANNER, 0, 1)) {
            TextBlock block = new TextBlock(100, 4096);
            assertThat(texts.fill(block)).isTrue();
            assertThat(block.stretches()).isEqualTo(1);
            assertThat(texts.fill(block)).isTrue();
            assertThat(block.end(0) - block.start(0)).isGreaterThanOrEqualTo(1000);
        }
    }

    @Test
    void namesTheDocumentThatCannotBeHeld() throws IOException {
        String run = "x".repeat(5000);
        try (ShardTexts texts = new ShardTexts(new Trickle(List.of(List.of("ab", run))), SCANNER, 0, 1)) {
            TextBlock block = new TextBlock(100, 4000 + Utf8Text.SPARE);
            assertThatThrownBy(() -> {
                        while (texts.fill(block)) {
                            block.clear();
                        }
                    })
                    .isInstanceOf(UserError.class)
                    .hasMessage(
                            "document '0/1' has no place in its next 4,000 bytes where it can be cut for reading, such"
                                    + " as a letter followed by a space; divide it into several documents");
        }
    }

    @Test
    void closesItsReadersWhenReadingFails() {
        Trickle corpus = new Trickle(List.of(List.of("x".repeat(5000)), List.of("a b")));
        ShardTexts texts = new ShardTexts(corpus, SCANNER, 0, 2);
        assertThatThrownBy(() -> texts.fill(new TextBlock(100, 200))).isInstanceOf(UserError.class);
        assertThat(corpus.open).isZero();
    }
}
