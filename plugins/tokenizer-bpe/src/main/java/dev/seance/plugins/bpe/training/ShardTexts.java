// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe.training;

import dev.seance.api.corpus.Corpus;
import dev.seance.api.corpus.Subset;
import dev.seance.plugins.bpe.split.PieceScanner;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Hands a corpus's training text to several threads, block by block. A shard is read by whichever thread is free, so one
 * large shard keeps all of them busy, and no more shards are open at once than there are threads.
 */
final class ShardTexts implements Closeable {

    private final Corpus corpus;
    private final PieceScanner scanner;
    private final int overlap;
    private final int shards;
    private final int max;
    private final Deque<ShardText> idle = new ArrayDeque<>();
    private int next;
    private int open;
    private boolean closed;

    /**
     * @param overlap see {@link ShardText}
     * @param max how many shards may be open at once
     */
    ShardTexts(Corpus corpus, PieceScanner scanner, int overlap, int max) {
        this.corpus = corpus;
        this.scanner = scanner;
        this.overlap = overlap;
        this.shards = corpus.shards(Subset.TRAIN);
        this.max = max;
    }

    /**
     * Fills the block with text that no other call had or gets; waits while others read all there is.
     *
     * @return false when there is no more, or when this was closed
     */
    boolean fill(TextBlock block) throws IOException, InterruptedException {
        while (true) {
            ShardText shard = take();
            if (shard == null) {
                return false;
            }
            boolean more = false;
            try {
                more = shard.fill(block);
            } finally {
                giveBack(shard, more);
            }
            if (block.stretches() > 0) {
                return true;
            }
        }
    }

    private synchronized ShardText take() throws IOException, InterruptedException {
        while (!closed) {
            if (!idle.isEmpty()) {
                return idle.pop();
            }
            if (next < shards && open < max) {
                ShardText shard = new ShardText(corpus.readText(Subset.TRAIN, next++), scanner, overlap);
                open++;
                return shard;
            }
            if (open == 0) {
                return null;
            }
            wait();
        }
        return null;
    }

    private synchronized void giveBack(ShardText shard, boolean more) throws IOException {
        if (more && !closed) {
            idle.push(shard);
        } else {
            open--;
            shard.close();
        }
        notifyAll();
    }

    /** Closes what is not being read; what is, is closed when its block is full. */
    @Override
    public synchronized void close() throws IOException {
        closed = true;
        notifyAll();
        while (!idle.isEmpty()) {
            open--;
            idle.pop().close();
        }
    }
}
