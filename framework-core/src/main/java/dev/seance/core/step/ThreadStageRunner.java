// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.step;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Runs pieces on this process's threads. No more than two pieces a thread are begun ahead of the one whose result is
 * wanted next, so that few results wait in memory. After a failure no piece is begun any more, and those that are being
 * worked on are waited for, not interrupted: an interrupt closes the files a thread has open, also a journal that it
 * shares with others, and a paid answer on its way to that journal would be lost.
 */
public final class ThreadStageRunner implements StageRunner {

    private static final int AHEAD = 2;

    private final int threads;

    public ThreadStageRunner(int threads) {
        this.threads = threads;
    }

    @Override
    public <T, R> void inOrder(List<T> pieces, Work<T, R> work, Sink<R> sink) throws IOException {
        ExecutorService pool = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "seance-stage");
            thread.setDaemon(true);
            return thread;
        });
        Deque<Future<R>> window = new ArrayDeque<>();
        try {
            Iterator<T> rest = pieces.iterator();
            while (rest.hasNext() || !window.isEmpty()) {
                while (rest.hasNext() && window.size() < AHEAD * threads) {
                    T piece = rest.next();
                    window.add(pool.submit(() -> work.on(piece)));
                }
                sink.take(result(window.remove()));
            }
        } finally {
            window.forEach(begun -> begun.cancel(false));
            finish(pool);
        }
    }

    private static void finish(ExecutorService pool) {
        pool.shutdown();
        try {
            while (!pool.awaitTermination(1, TimeUnit.HOURS)) {
                continue;
            }
        } catch (InterruptedException e) {
            pool.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private static <R> R result(Future<R> future) throws IOException {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a stage", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error failure) {
                throw failure;
            }
            throw new IllegalStateException("a stage failed with a checked exception", e.getCause());
        }
    }
}
