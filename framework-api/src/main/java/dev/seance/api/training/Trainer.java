// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.training;

import dev.seance.api.run.StepContext;
import java.io.IOException;
import org.pf4j.ExtensionPoint;

/**
 * Owns the training loop: the order of the data, the schedule, accumulation, validation, checkpoints and resume. It
 * knows no engine: it drives a {@link dev.seance.api.model.TrainableModel}. One instance to plan and another one for each
 * execution of the step; called from one thread.
 */
public interface Trainer extends ExtensionPoint {

    /**
     * What the training will come to, as far as it is known before it runs. Called while planning.
     *
     * @throws IllegalArgumentException when the options do not fit the model, saying how
     */
    TrainingEstimate estimate(EstimateRequest forecast);

    /**
     * Trains, or goes on training from what an earlier, interrupted call left in {@code context.workspace()}. The result
     * is bit-identical either way on a machine whose backend is deterministic.
     *
     * <p>Leaves the final weights in {@code job.output()}, see {@link dev.seance.api.model.TrainableModel#save}; the host adds
     * the vocabulary.
     *
     * @throws dev.seance.api.run.StopException after a checkpoint, when the user asked to stop
     * @throws dev.seance.api.run.UserError when data and options do not fit, or the loss is no longer finite
     */
    void train(TrainingJob job, StepContext context) throws IOException;
}
