// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.tokens;

import dev.seance.api.corpus.Corpus;
import dev.seance.api.corpus.Subset;
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
    private final Path folder;
    private final Progress progress;
    private final BooleanSupplier stopRequested;
    /** What encodes, with all it remembers, between two shards; as many as threads. */
    private final Queue<ChunkedEncoder> idle = new ConcurrentLinkedQueue<>();

    /**
     * Encodes a corpus.
     *
     * @param folder where the shards go; made when it is not there
     * @param stopRequested asked often, from several threads, whether to stop
     */
    public CorpusEncoder(
            Corpus corpus, Vocabulary vocabulary, Path folder, Progress progress, BooleanSupplier stopRequested) {
        this.corpus = corpus;
        this.vocabulary = vocabulary;
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
        int marker = vocabulary.id(SpecialToken.DOCUMENT);
        ChunkedEncoder stretches = Optional.ofNullable(idle.poll()).orElseGet(() -> new ChunkedEncoder(vocabulary));
        try (TextReader text = corpus.readText(part, shard);
                TokenShardWriter writer = new TokenShardWriter(folder, name, vocabulary.size())) {
            while (text.next()) {
                writer.begin(text.document(), marker);
                stretches.encode(text, tokens -> {
                    stopIfAsked();
                    writer.write(tokens);
                });
                progress.advance(1);
            }
            writer.finish();
        }
        if (!stretches.isLarge()) {
            idle.add(stretches);
        }
        return TokenShard.find(folder, name, vocabulary.size())
                .orElseThrow(() -> new IOException(folder.resolve(name) + ": cannot be read back after writing"));
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
