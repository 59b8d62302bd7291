// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.run;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs pieces on this process's threads. */
public final class ThreadStageRunner implements StageRunner {

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
                while (rest.hasNext() && window.size() < 4 * threads) {
                    T piece = rest.next();
                    window.add(pool.submit(() -> work.on(piece)));
                }
                sink.take(result(window.remove()));
            }
        } finally {
            pool.shutdownNow();
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
            throw new IllegalStateException(e.getCause());
        }
    }
}
