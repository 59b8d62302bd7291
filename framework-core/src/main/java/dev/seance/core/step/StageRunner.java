// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.step;

import dev.seance.api.corpus.InputSplit;
import dev.seance.core.failure.ResourceExhausted;
import dev.seance.kit.stage.SplitOutcome;
import dev.seance.kit.stage.StageFiles;
import dev.seance.kit.stage.StageTask;
import java.io.IOException;
import java.util.List;
import java.util.function.BooleanSupplier;

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

    /**
     * A split that a corpus stage is to run on.
     *
     * @param index its place among the source's splits
     * @param files where its bytes come from and go to
     */
    record StagePiece(int index, InputSplit split, StageFiles files) {}

    /**
     * Runs a corpus stage on splits, as {@link #inOrder}. Whoever runs it in another process takes the stage's value,
     * {@link StageTask#stage}, and makes the extensions again over there.
     *
     * @param stop whether the user asked to stop
     */
    default void onSplits(StageTask task, List<StagePiece> pieces, BooleanSupplier stop, Sink<SplitOutcome> sink)
            throws IOException {
        inOrder(
                pieces,
                piece -> {
                    DocumentMonitor monitor = new DocumentMonitor(piece.split().id(), stop);
                    try {
                        return task.run(piece.split(), piece.files(), monitor);
                    } catch (OutOfMemoryError | StackOverflowError | ResourceExhausted e) {
                        throw ResourceExhausted.during(monitor.place(), e);
                    }
                },
                sink);
    }
}
