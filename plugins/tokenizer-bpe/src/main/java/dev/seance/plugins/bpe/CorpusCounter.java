// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe;

import dev.seance.api.corpus.Corpus;
import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Part;
import dev.seance.api.run.StepContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Counts the pieces of a corpus's training part, shards side by side. Each thread counts by itself; sums do not depend
 * on who counted what.
 */
final class CorpusCounter {

    private final Corpus corpus;
    private final PieceScanner scanner;
    private final int threads;
    private final StepContext context;
    private final AtomicInteger nextShard = new AtomicInteger();
    private final AtomicBoolean failed = new AtomicBoolean();

    CorpusCounter(Corpus corpus, PieceScanner scanner, int threads, StepContext context) {
        this.corpus = corpus;
        this.scanner = scanner;
        this.threads = Math.max(1, Math.min(threads, corpus.shards(Part.TRAINING)));
        this.context = context;
    }

    /** Reads the corpus once. */
    PieceCounts count() throws IOException {
        if (threads == 1) {
            return countShards();
        }
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<PieceCounts>> parts = pool.invokeAll(Collections.nCopies(threads, this::countShards));
            PieceCounts all = join(parts.get(0));
            for (Future<PieceCounts> part : parts.subList(1, threads)) {
                all.addAll(join(part));
            }
            return all;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while counting pieces", e);
        } finally {
            pool.shutdownNow();
        }
    }

    private static PieceCounts join(Future<PieceCounts> part) throws IOException, InterruptedException {
        try {
            return part.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Takes shards as long as there are any and no other thread has failed. */
    private PieceCounts countShards() throws IOException {
        PieceCounts pieces = new PieceCounts();
        boolean complete = false;
        try {
            Utf8Text text = new Utf8Text();
            int shards = corpus.shards(Part.TRAINING);
            for (int shard = nextShard.getAndIncrement(); shard < shards; shard = nextShard.getAndIncrement()) {
                countShard(shard, pieces, text);
            }
            complete = true;
            return pieces;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } finally {
            if (!complete) {
                failed.set(true);
            }
        }
    }

    private void countShard(int shard, PieceCounts pieces, Utf8Text text) throws IOException {
        try (Stream<Document> documents = corpus.read(Part.TRAINING, shard)) {
            Iterator<Document> each = documents.iterator();
            while (!failed.get() && each.hasNext()) {
                text.set(each.next().text());
                pieces.addText(text, scanner);
                context.progress().advance(1);
                BpeTokenizer.stopIfAsked(context);
            }
        }
    }
}
