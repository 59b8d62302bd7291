// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.run;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns Ctrl-C and SIGTERM into a polite request: the current item is finished, training leaves a checkpoint, and only
 * then does the process end. A second signal does nothing more; {@code kill -9} loses no finished work either.
 */
public final class StopSignal implements AutoCloseable {

    /** Longer than a training step and a checkpoint take on a small machine. */
    private static final long PATIENCE_SECONDS = 120;

    private final CountDownLatch finished = new CountDownLatch(1);
    private final Thread hook = new Thread(this::onSignal, "seance-stop");
    private volatile boolean requested;

    /** Begins to listen. */
    public StopSignal() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private void onSignal() {
        requested = true;
        try {
            if (!finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("seance: gave up waiting for the current item; the last checkpoint stands");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public boolean requested() {
        return requested;
    }

    /** Says that the work is done or has stopped, which lets a process that was asked to stop end. */
    @Override
    public void close() {
        finished.countDown();
        if (requested) {
            return;
        }
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The signal came at this very moment; the hook finds the work finished.
            return;
        }
    }
}
