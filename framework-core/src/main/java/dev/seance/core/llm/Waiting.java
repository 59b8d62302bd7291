// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.llm;

import dev.seance.api.run.StopException;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits, and stops waiting when the user asks to stop. Safe for use by several threads. */
final class Waiting {

    private static final long LOOK_MILLIS = 100;

    private final BooleanSupplier stopRequested;

    Waiting(BooleanSupplier stopRequested) {
        this.stopRequested = stopRequested;
    }

    /** Whether the user asked to stop. */
    boolean stopRequested() {
        return stopRequested.getAsBoolean();
    }

    /** @throws StopException when the user asked to stop */
    void check() {
        if (stopRequested()) {
            throw stopped();
        }
    }

    /** A thread that is interrupted is to stop too. */
    StopException interrupted() {
        Thread.currentThread().interrupt();
        return stopped();
    }

    private static StopException stopped() {
        return new StopException("the answers that arrived are kept");
    }

    /** @throws StopException when the user asks to stop meanwhile */
    void await(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        check();
        for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
            try {
                Thread.sleep(Math.min(LOOK_MILLIS, left / 1_000_000 + 1));
            } catch (InterruptedException e) {
                throw interrupted();
            }
            check();
        }
    }
}
