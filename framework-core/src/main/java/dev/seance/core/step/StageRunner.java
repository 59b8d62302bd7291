// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.step;

import java.io.IOException;
import java.util.List;

/**
 * Where the independent pieces of a step run: on threads, or on a cluster. Chosen by the machine's profile, never by the
 * recipe; the results are the same.
 */
public interface StageRunner {

    /** Work on one piece. */
    @FunctionalInterface
    interface Work<T, R> {

        R on(T piece) throws IOException;
    }

    /** Takes a finished result. */
    @FunctionalInterface
    interface Sink<R> {

        void take(R result) throws IOException;
    }

    /**
     * Runs the work on every piece, several at a time, and hands the results over in the order of the pieces, on the
     * calling thread, each as soon as those before it are there. At most a few results wait in memory.
     *
     * <p>The failure of the first piece that fails, in their order, is thrown as it is, when the pieces begun before are
     * done; no others are begun.
     */
    <T, R> void inOrder(List<T> pieces, Work<T, R> work, Sink<R> sink) throws IOException;
}
