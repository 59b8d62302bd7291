// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seance.api.corpus.Corpus;
import dev.seance.api.corpus.CorpusSize;
import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Subset;
import dev.seance.api.corpus.TagTemplate;
import dev.seance.api.run.StopException;
import dev.seance.api.testing.ByteVocabulary;
import dev.seance.api.testing.MemoryCorpus;
import dev.seance.api.testing.TestContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorpusEncoderTest {

    @TempDir
    private Path folder;

    @Test
    void encodesAShardOnce() throws IOException {
        Shards corpus = new Shards();
        encoder(corpus, folder).encode(Subset.TRAIN, 2);
        EncodedCorpus again = encoder(corpus, folder).encode(Subset.TRAIN, 2);
        assertThat(corpus.reads).hasValue(4);
        assertThat(again.documents()).isEqualTo(12);
        assertThat(again.tokens()).isEqualTo(12 * 7);
        assertThat(again.id(7)).isEqualTo("book-2-1");
        assertThat(again.length(7)).isEqualTo(7);
    }

    @Test
    void tagsStandBetweenTheMarkerAndTheText() throws IOException {
        ByteVocabulary vocabulary = new ByteVocabulary();
        List<Document> documents = List.of(
                Document.of("dated", "It was").year(1851).build(),
                Document.of("undated", "a cold").build());
        EncodedCorpus encoded = new CorpusEncoder(
                        new MemoryCorpus("books", documents, List.of()),
                        vocabulary,
                        Optional.of(new TagTemplate("[{year}]")),
                        folder,
                        new TestContext(folder, 1).progress(),
                        () -> false)
                .encode(Subset.TRAIN, 1);
        assertThat(encoded.prefixLength(0)).isEqualTo(7);
        assertThat(encoded.prefixLength(1)).isZero();
        assertThat(encoded.id(1)).isEqualTo("undated");
        int[] read = new int[encoded.length(0) - 1];
        encoded.read(0, 1, read.length, read, 0);
        assertThat(vocabulary.decode(read)).isEqualTo("[1851]\nIt was");
        assertThat(encoded.length(1)).isEqualTo(1 + 6);
    }

    @Test
    void theDigestDoesNotDependOnTheShards() throws Exception {
        EncodedCorpus sharded = encoder(new Shards(), folder).encode(Subset.TRAIN, 2);
        List<Document> documents = new Shards().read(Subset.TRAIN).toList();
        assertThat(documents).hasSize(12);
        EncodedCorpus whole = encoder(
                        new MemoryCorpus("books", documents, List.of()), Files.createDirectory(folder.resolve("whole")))
                .encode(Subset.TRAIN, 1);
        assertThat(digest(whole)).isEqualTo(digest(sharded));
        EncodedCorpus fewer = encoder(
                        new MemoryCorpus("books", documents.subList(0, 11), List.of()),
                        Files.createDirectory(folder.resolve("fewer")))
                .encode(Subset.TRAIN, 1);
        assertThat(digest(fewer)).isNotEqualTo(digest(sharded));
    }

    private static byte[] digest(EncodedCorpus corpus) throws NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        corpus.addTo(digest);
        return digest.digest();
    }

    @Test
    void encodesAnewWhatIsDamaged() throws IOException {
        Shards corpus = new Shards();
        encoder(corpus, folder).encode(Subset.TRAIN, 1);
        Files.write(folder.resolve("train-00002.bin"), new byte[] {1});
        assertThat(encoder(corpus, folder).encode(Subset.TRAIN, 1).tokens()).isEqualTo(12 * 7);
        assertThat(corpus.reads).hasValue(5);
    }

    @Test
    void goesOnAfterAFailureWithTheShardsThatAreLeft() throws IOException {
        Shards corpus = new Shards();
        corpus.broken = 2;
        assertThatThrownBy(() -> encoder(corpus, folder).encode(Subset.TRAIN, 1))
                .isInstanceOf(IOException.class)
                .hasMessage("the disk is on fire");
        corpus.broken = -1;
        corpus.reads.set(0);
        encoder(corpus, folder).encode(Subset.TRAIN, 1);
        assertThat(corpus.reads.get()).isLessThanOrEqualTo(2);
    }

    @Test
    void stopsBetweenDocuments() {
        CorpusEncoder encoder = new CorpusEncoder(
                new Shards(), new ByteVocabulary(), folder, new TestContext(folder, 1).progress(), () -> true);
        assertThatThrownBy(() -> encoder.encode(Subset.TRAIN, 2)).isInstanceOf(StopException.class);
    }

    private static CorpusEncoder encoder(Corpus corpus, Path folder) {
        return new CorpusEncoder(
                corpus, new ByteVocabulary(), folder, new TestContext(folder, 1).progress(), () -> false);
    }

    /** Four shards of three documents of six bytes. */
    private static final class Shards implements Corpus {

        private final AtomicInteger reads = new AtomicInteger();
        private int broken = -1;

        @Override
        public String name() {
            return "books";
        }

        @Override
        public CorpusSize size(Subset part) {
            return new CorpusSize(12, 0, 12, 72);
        }

        @Override
        public int shards(Subset part) {
            return 4;
        }

        @Override
        public Stream<Document> read(Subset part, int shard) {
            reads.incrementAndGet();
            return Stream.of(0, 1, 2).map(i -> {
                if (shard == broken) {
                    throw new UncheckedIOException(new IOException("the disk is on fire"));
                }
                return Document.of("book-" + shard + "-" + i, "Chapte").build();
            });
        }
    }
}
