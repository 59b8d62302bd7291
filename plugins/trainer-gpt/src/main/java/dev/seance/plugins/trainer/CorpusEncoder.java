// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import dev.seance.api.corpus.Corpus;
import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Part;
import dev.seance.api.run.StepContext;
import dev.seance.api.run.Stopped;
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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Turns a corpus into token shards in the step's workspace, once: a shard that is there already is not encoded again,
 * so a kill costs the shards in hand and no more. One token shard per corpus shard, several at a time; the files do not
 * depend on how many.
 */
final class CorpusEncoder {

    private final Corpus corpus;
    private final Vocabulary vocabulary;
    private final StepContext context;
    private final Path folder;

    CorpusEncoder(Corpus corpus, Vocabulary vocabulary, StepContext context) {
        this.corpus = corpus;
        this.vocabulary = vocabulary;
        this.context = context;
        this.folder = context.workspace().resolve("tokens");
    }

    /**
     * The tokens of a part.
     *
     * @throws Stopped when the user asked to stop; whole shards are kept
     */
    EncodedCorpus encode(Part part, int threads) throws IOException {
        Files.createDirectories(folder);
        context.progress().begin("encoding", corpus.size(part).documents(), "documents");
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
            throw new Stopped("the shards encoded so far are kept");
        } finally {
            finish(pool);
        }
    }

    private TokenShard encodeShard(Part part, int shard) throws IOException {
        String name = String.format(Locale.ROOT, "%s-%05d", part.name().toLowerCase(Locale.ROOT), shard);
        Optional<TokenShard> found = TokenShard.find(folder, name, vocabulary.size());
        if (found.isPresent()) {
            context.progress().advance(found.get().documents());
            return found.get();
        }
        int marker = vocabulary.id(SpecialToken.DOCUMENT);
        try (Stream<Document> documents = corpus.read(part, shard);
                TokenShardWriter writer = new TokenShardWriter(folder, name, vocabulary.size())) {
            for (Iterator<Document> each = documents.iterator(); each.hasNext(); ) {
                if (context.stopRequested()) {
                    throw new Stopped("the shards encoded so far are kept");
                }
                Document document = each.next();
                writer.add(document.id(), marker, vocabulary.encode(document.text()));
                context.progress().advance(1);
            }
            writer.finish();
        }
        return TokenShard.find(folder, name, vocabulary.size())
                .orElseThrow(() -> new IOException(folder.resolve(name) + ": cannot be read back after writing"));
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

    /** Waits, so that no thread writes to the workspace after this step has returned it. */
    private static void finish(ExecutorService pool) {
        pool.shutdownNow();
        try {
            pool.awaitTermination(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
