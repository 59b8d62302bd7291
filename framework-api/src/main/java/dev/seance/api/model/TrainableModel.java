// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * A model in training. A training step is any number of {@link #accumulate} calls followed by one {@link #update}.
 *
 * <p>Confined to one thread at a time. Closing frees the engine's memory, also that of {@link #languageModel()}.
 */
public interface TrainableModel extends AutoCloseable {

    /** The file of a checkpoint's weights. */
    String WEIGHTS = "model.safetensors";

    /** The file of a checkpoint's optimizer state, present only where training can be resumed. */
    String OPTIMIZER = "optimizer.safetensors";

    ModelConfig config();

    /**
     * Runs one micro-batch forward and backward and adds to the gradients. What is differentiated is {@code scale} times
     * the <em>sum</em> of the losses of the batch's targets; with {@code scale} one over the number of targets in the
     * whole step, the update does not depend on how the step is cut into micro-batches.
     *
     * @return the summed loss, in nats, before scaling; not finite when the training has diverged
     * @throws IllegalArgumentException when an id is not in the vocabulary or the rows are longer than the context;
     *     nothing was added
     */
    Loss accumulate(TokenBatch batch, double scale);

    /**
     * Updates the weights by the accumulated gradients and sets those to zero. A gradient that is not finite is dropped and
     * changes nothing, so that the model can still be saved as it was.
     *
     * @return the global L2 norm of the gradient, before clipping; not finite when the training has diverged
     */
    double update(OptimizerStep step);

    /**
     * The loss on a batch, without accumulating gradients.
     *
     * @throws IllegalArgumentException as {@link #accumulate}
     */
    Loss score(TokenBatch batch);

    /** This model as it is now, for samples and measurements during training; owned by this object. */
    LanguageModel languageModel();

    /**
     * What this model computes with on this machine: what options that say {@code auto} came to, and what the machine
     * decides, such as device, precision, number of threads, instruction set, the engine and its version. Recorded in the
     * manifest of what is trained, for people who compare two results; no part of a key, and nothing reads it back. Keys are
     * lower-case words joined by hyphens. Does not change while the model is open.
     */
    default Map<String, String> computeSettings() {
        return Map.of();
    }

    /**
     * Nanoseconds that the engine has computed for this model since it was made. What a caller waited beyond these was
     * spent in Java and between Java and the engine.
     */
    long engineNanos();

    /**
     * Writes the weights ({@value #WEIGHTS}, with architecture and dimensions in its header) and, when asked, the optimizer's
     * state ({@value #OPTIMIZER}) into an existing folder. The files are complete and on the disk when the
     * call returns; making the folder appear atomically is the caller's task.
     */
    void save(Path folder, boolean withOptimizer) throws IOException;

    /**
     * Copies what {@link #save} would write now, and leaves the writing to the caller, who may train on meanwhile. An engine
     * that cannot copy, or has no memory to, writes at once.
     */
    default PendingSave beginSave(Path folder, boolean withOptimizer) throws IOException {
        save(folder, withOptimizer);
        return PendingSave.DONE;
    }

    @Override
    void close();
}
