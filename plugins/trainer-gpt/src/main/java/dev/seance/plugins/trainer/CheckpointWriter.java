// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Writes one checkpoint at a time on a thread of its own. Its callers are one thread, which learns of a failure by its next
 * call here; what was written is visible to it once {@link #await} returns.
 */
final class CheckpointWriter implements AutoCloseable {

    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
        Thread writer = new Thread(work, "checkpoints");
        // A process that ends by itself has waited for it; one that is killed does not.
        writer.setDaemon(true);
        return writer;
    });
    private Future<?> writing;

    /** The rest of a checkpoint. */
    @FunctionalInterface
    interface Work {
        void run() throws IOException;
    }

    /** Starts work; there must be none under way, see {@link #await}. */
    void start(Work work) {
        if (writing != null) {
            throw new IllegalStateException("a checkpoint is being written");
        }
        writing = thread.submit(() -> {
            work.run();
            return null;
        });
    }

    /** Waits for the work under way, if there is any, and throws what it failed with. */
    void await() throws IOException {
        if (writing == null) {
            return;
        }
        Future<?> last = writing;
        try {
            last.get();
            writing = null;
        } catch (ExecutionException e) {
            writing = null;
            throw failure(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a checkpoint was being written", e);
        }
    }

    /** Throws what finished work failed with; does not wait. */
    void check() throws IOException {
        if (writing != null && writing.isDone()) {
            await();
        }
    }

    private static IOException failure(Throwable cause) {
        if (cause instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        return (IOException) cause;
    }

    /** Waits for the work under way, whose failure no longer matters to anybody. */
    @Override
    public void close() {
        thread.shutdown();
        boolean interrupted = false;
        while (writing != null && !writing.isDone()) {
            try {
                writing.get();
            } catch (ExecutionException e) {
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
