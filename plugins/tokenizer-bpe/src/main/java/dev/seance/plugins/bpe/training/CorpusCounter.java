// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe.training;

import dev.seance.api.corpus.Corpus;
import dev.seance.api.corpus.Subset;
import dev.seance.api.run.StepContext;
import dev.seance.api.run.StopException;
import dev.seance.api.run.UserError;
import dev.seance.plugins.bpe.split.PieceScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Counts the pieces of a corpus's training part, block by block, on several threads. Each thread counts by itself; sums
 * do not depend on who counted what.
 */
public final class CorpusCounter {

    private final Corpus corpus;
    private final PieceScanner scanner;
    private final List<String> specials;
    private final SpellingSearch search;
    private final int threads;
    private final StepContext context;

    /** @param specials the spellings that the text must not have */
    public CorpusCounter(Corpus corpus, PieceScanner scanner, List<String> specials, int threads, StepContext context) {
        this.corpus = corpus;
        this.scanner = scanner;
        this.specials = specials;
        this.search = new SpellingSearch(specials);
        this.threads = threads;
        this.context = context;
    }

    /**
     * Counts the pieces of the corpus.
     *
     * @param max how many distinct ones are kept. If there are more, the corpus is read again, first to learn how
     *     often pieces may occur, then to count those that are not too rare.
     */
    public PieceTotals count(long max) throws IOException {
        PieceTotals totals = new PieceTotals(max, hash -> true);
        read("counting pieces", totals);
        if (!totals.isOver()) {
            return totals;
        }
        PieceSketch sketch = new PieceSketch(max);
        read("looking for rare pieces", sketch);
        int bound = sketch.bound(max);
        PieceTotals frequent = new PieceTotals(Long.MAX_VALUE, hash -> sketch.mayReach(hash, bound));
        read("counting frequent pieces", frequent);
        frequent.keepMostFrequent(max, bound);
        return frequent;
    }

    private void read(String phase, PieceSink pieces) throws IOException {
        context.progress().begin(phase, corpus.size(Subset.TRAIN).bytes(), "bytes");
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try (ShardTexts texts = new ShardTexts(corpus, scanner, search.longest(), threads)) {
            Callable<Void> work = () -> {
                count(texts, pieces);
                return null;
            };
            for (Future<Void> part : pool.invokeAll(Collections.nCopies(threads, work))) {
                join(part);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while counting pieces", e);
        } finally {
            pool.shutdownNow();
        }
    }

    private static void join(Future<Void> part) throws IOException, InterruptedException {
        try {
            part.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            if (e.getCause() instanceof UncheckedIOException cause) {
                throw cause.getCause();
            }
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (e.getCause() instanceof Error cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Takes blocks as long as there are any, there is room, and no other thread has failed. */
    private void count(ShardTexts texts, PieceSink pieces) throws IOException, InterruptedException {
        boolean complete = false;
        try {
            TextBlock block = new TextBlock();
            PieceCounts counts = PieceCounts.expecting(corpus.size(Subset.TRAIN).bytes() / threads);
            int[] ends = new int[PieceCounts.BATCH];
            while (!pieces.isOver() && texts.fill(block)) {
                if (context.stopRequested()) {
                    throw new StopException("the vocabulary's training starts over");
                }
                refuseSpecials(block);
                for (int stretch = 0; stretch < block.stretches(); stretch++) {
                    count(block.bytes(), block.start(stretch), block.end(stretch), ends, counts, pieces);
                }
                context.progress().advance(block.counted());
            }
            counts.moveTo(pieces);
            complete = true;
        } finally {
            if (!complete) {
                texts.close();
            }
        }
    }

    private void count(byte[] text, int start, int end, int[] ends, PieceCounts counts, PieceSink pieces) {
        int from = start;
        while (from < end) {
            int count = scanner.scan(text, from, end, ends);
            counts.add(text, from, ends, count);
            from = ends[count - 1];
            if (counts.isFull()) {
                counts.moveTo(pieces);
            }
        }
    }

    private void refuseSpecials(TextBlock block) {
        for (int stretch = 0; stretch < block.stretches(); stretch++) {
            // What was read beyond a cut belongs to the same document.
            int end = stretch + 1 < block.stretches() ? block.start(stretch + 1) : block.length();
            int found = search.find(block.bytes(), block.start(stretch), end);
            if (found != SpellingSearch.NONE) {
                throw new UserError("document '" + block.document(stretch) + "' has " + specials.get(found)
                        + " in its text, which is the spelling of a special token and must not occur in what a"
                        + " vocabulary is trained on; take it out of the text with a filter, or spell the token"
                        + " otherwise in specials");
            }
        }
    }
}
