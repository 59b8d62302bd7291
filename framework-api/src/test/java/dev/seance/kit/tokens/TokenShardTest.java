// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seance.api.tokenizer.TokenBuffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenShardTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {260, 65_536, 65_537, 200_000})
    void roundTripsAnyDocuments(int vocabulary) throws IOException {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        List<int[]> texts = new ArrayList<>();
        try (TokenShardWriter writer = new TokenShardWriter(folder, "shard", vocabulary)) {
            for (int i = 0; i < 50; i++) {
                int[] text = random.ints(1 + random.nextInt(40), 0, vocabulary).toArray();
                texts.add(text);
                writer.begin("book\t" + i, vocabulary - 1);
                writer.write(tokens(vocabulary, text));
            }
            writer.finish();
        }
        TokenShard shard = TokenShard.find(folder, "shard", vocabulary).orElseThrow();
        assertThat(shard.documents()).isEqualTo(50);
        for (int i = 0; i < 50; i++) {
            int[] read = new int[shard.length(i)];
            shard.read(i, 0, read.length, read, 0);
            assertThat(read[0]).isEqualTo(vocabulary - 1);
            int[] text = Arrays.copyOfRange(read, 1, read.length);
            assertThat(text).as("seed %d", seed).isEqualTo(texts.get(i));
            assertThat(shard.id(i)).isEqualTo("book " + i);
        }
    }

    @Test
    void writesIdsAsTwoBytesTheLowOneFirst() throws IOException {
        write(260, new int[] {1, 259});
        assertThat(folder.resolve("shard.bin")).hasBinaryContent(new byte[] {0, 0, 1, 0, 3, 1});
        assertThat(folder.resolve("shard.tsv")).hasContent("seance-tokens\t2\tuint16\t260\n0\t0\tbook\nend\t1\t3\n");
    }

    @Test
    void isNotThereBeforeItIsFinished() throws IOException {
        try (TokenShardWriter writer = new TokenShardWriter(folder, "shard", 260)) {
            writer.begin("book", 0);
            writer.write(tokens(260, 1, 2));
        }
        assertThat(TokenShard.find(folder, "shard", 260)).isEmpty();
    }

    @Test
    void isNotThereWhenAFileIsTruncated() throws IOException {
        write(260, new int[] {1, 2, 3});
        Path tokens = folder.resolve("shard.bin");
        Files.write(tokens, Arrays.copyOf(Files.readAllBytes(tokens), 6));
        assertThat(TokenShard.find(folder, "shard", 260)).isEmpty();

        write(260, new int[] {1, 2, 3});
        Files.writeString(folder.resolve("shard.tsv"), "seance-tokens\t2\tuint16\t260\n0\t0\tbook\n");
        assertThat(TokenShard.find(folder, "shard", 260)).isEmpty();
    }

    @Test
    void isNotThereForAnotherVocabulary() throws IOException {
        write(260, new int[] {1, 2, 3});
        assertThat(TokenShard.find(folder, "shard", 261)).isEmpty();
    }

    @Test
    void leavesOutDocumentsWithoutText() throws IOException {
        write(260, new int[0]);
        assertThat(TokenShard.find(folder, "shard", 260).orElseThrow().documents())
                .isZero();
    }

    private void write(int vocabulary, int[] text) throws IOException {
        try (TokenShardWriter writer = new TokenShardWriter(folder, "shard", vocabulary)) {
            writer.begin("book", 0);
            writer.write(tokens(vocabulary, text));
            writer.finish();
        }
    }

    private static TokenBuffer tokens(int vocabulary, int... ids) {
        TokenBuffer tokens = TokenBuffer.forVocabulary(vocabulary);
        Arrays.stream(ids).forEach(tokens::add);
        return tokens;
    }
}
