// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.tokens;

import dev.seance.api.corpus.Corpus;
import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Subset;
import dev.seance.api.corpus.TagTemplate;
import dev.seance.api.corpus.TextReader;
import dev.seance.api.run.Progress;
import dev.seance.api.run.StopException;
import dev.seance.api.tokenizer.SpecialToken;
import dev.seance.api.tokenizer.Vocabulary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Turns a corpus into token shards in a folder, once: a shard that is there already is not encoded again, so a kill
 * costs the shards in hand and no more. One token shard per corpus shard, several at a time; the files do not depend on
 * how many.
 *
 * <p>The folder must be of this corpus and this vocabulary alone, as a step's workspace is: a shard says how large a
 * vocabulary its tokens are of, but not which.
 */
public final class CorpusEncoder {

    private final Corpus corpus;
    private final Vocabulary vocabulary;
    private final Optional<TagTemplate> tags;
    private final Path folder;
    private final Progress progress;
    private final BooleanSupplier stopRequested;
    /** What encodes, with all it remembers, between two shards; as many as threads. */
    private final Queue<ChunkedEncoder> idle = new ConcurrentLinkedQueue<>();

    /** Encodes a corpus without tags; the rest as below. */
    public CorpusEncoder(
            Corpus corpus, Vocabulary vocabulary, Path folder, Progress progress, BooleanSupplier stopRequested) {
        this(corpus, vocabulary, Optional.empty(), folder, progress, stopRequested);
    }

    /**
     * Encodes a corpus.
     *
     * @param tags what stands before each document's text; empty for nothing
     * @param folder where the shards go; made when it is not there
     * @param stopRequested asked often, from several threads, whether to stop
     */
    public CorpusEncoder(
            Corpus corpus,
            Vocabulary vocabulary,
            Optional<TagTemplate> tags,
            Path folder,
            Progress progress,
            BooleanSupplier stopRequested) {
        this.corpus = corpus;
        this.vocabulary = vocabulary;
        this.tags = tags;
        this.folder = folder;
        this.progress = progress;
        this.stopRequested = stopRequested;
    }

    /**
     * The tokens of a part.
     *
     * @param threads how many shards to encode at a time, at least 1
     * @throws StopException when the user asked to stop; whole shards are kept
     */
    public EncodedCorpus encode(Subset part, int threads) throws IOException {
        Files.createDirectories(folder);
        progress.begin("encoding", corpus.size(part).documents(), "documents");
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<TokenShard>> shards = new ArrayList<>();
            for (int i = 0; i < corpus.shards(part); i++) {
                int shard = i;
                shards.add(pool.submit(() -> encodeShard(part, shard)));
            }
            List<TokenShard> encoded = new ArrayList<>();
            for (Future<TokenShard> shard : shards) {
                encoded.add(shard.get());
            }
            return new EncodedCorpus(encoded);
        } catch (ExecutionException e) {
            throw unwrapped(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw stopped();
        } finally {
            finish(pool);
        }
    }

    private TokenShard encodeShard(Subset part, int shard) throws IOException {
        String name = String.format(Locale.ROOT, "%s-%05d", part.name().toLowerCase(Locale.ROOT), shard);
        Optional<TokenShard> found = TokenShard.find(folder, name, vocabulary.size());
        if (found.isPresent()) {
            progress.advance(found.get().documents());
            return found.get();
        }
        ChunkedEncoder stretches = Optional.ofNullable(idle.poll()).orElseGet(() -> new ChunkedEncoder(vocabulary));
        try (TokenShardWriter writer = new TokenShardWriter(folder, name, vocabulary.size())) {
            if (tags.isPresent()) {
                encodeTagged(part, shard, tags.get(), stretches, writer);
            } else {
                try (TextReader text = corpus.readText(part, shard)) {
                    encode(text, stretches, writer);
                }
            }
            writer.finish();
        }
        if (!stretches.isLarge()) {
            idle.add(stretches);
        }
        return TokenShard.find(folder, name, vocabulary.size())
                .orElseThrow(() -> new IOException(folder.resolve(name) + ": cannot be read back after writing"));
    }

    private void encodeTagged(
            Subset part, int shard, TagTemplate template, ChunkedEncoder stretches, TokenShardWriter writer)
            throws IOException {
        try (Stream<Document> documents = corpus.read(part, shard)) {
            for (Iterator<Document> each = documents.iterator(); each.hasNext(); ) {
                Document document = each.next();
                try (TextReader text = TextReader.of(Stream.of(document))) {
                    encode(text, stretches, writer, vocabulary.encode(template.render(document)));
                }
            }
        }
    }

    /** Encodes what is left of the reader's documents, each behind a marker and these tags. */
    private void encode(TextReader text, ChunkedEncoder stretches, TokenShardWriter writer, int... prefix)
            throws IOException {
        int marker = vocabulary.id(SpecialToken.DOCUMENT);
        while (text.next()) {
            writer.begin(text.document(), marker, prefix);
            stretches.encode(text, tokens -> {
                stopIfAsked();
                writer.write(tokens);
            });
            progress.advance(1);
        }
    }

    private void stopIfAsked() {
        if (stopRequested.getAsBoolean()) {
            throw stopped();
        }
    }

    private static StopException stopped() {
        return new StopException("the shards encoded so far are kept");
    }

    private static IOException unwrapped(Throwable cause) {
        if (cause instanceof UncheckedIOException e) {
            return e.getCause();
        }
        if (cause instanceof RuntimeException e) {
            throw e;
        }
        if (cause instanceof Error e) {
            throw e;
        }
        return cause instanceof IOException e ? e : new IOException(cause);
    }

    /** Waits, so that no thread writes to the folder after the caller has it back. */
    private static void finish(ExecutorService pool) {
        pool.shutdownNow();
        try {
            pool.awaitTermination(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
