// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.model;

import dev.seance.api.testing.TinyTraining;
import org.assertj.core.data.Percentage;

/** What the laws of backends share; {@link ModelBackendContract} gathers them. */
interface BackendLaws {

    ModelBackend backend();

    double rounding();

    double cacheRounding();

    /** The families that the backend under test finds. */
    ModelFamilies families();

    /** The model under test, of the {@link TinyTraining#dimensions}. */
    ModelConfig config();

    default TrainableModel fresh(long seed) {
        return backend().create(config(), seed);
    }

    default Percentage sameButForRounding() {
        return Percentage.withPercentage(100 * rounding());
    }

    default Percentage sameButForTheCache() {
        return Percentage.withPercentage(100 * cacheRounding());
    }

    /** One step on one batch; the loss is the one before the update. */
    static Loss learn(TrainableModel model, TokenBatch batch, long number, double rate) {
        Loss loss = model.accumulate(batch, 1.0 / Math.max(1, batch.targetCount()));
        model.update(TinyTraining.step(model.config().groups(), number, rate));
        return loss;
    }

    /** Steps on random batches, a new one each; numbered on from the first. */
    static double[] learn(TrainableModel model, int first, int count) {
        double[] losses = new double[count];
        for (int i = 0; i < count; i++) {
            losses[i] = learn(model, TinyTraining.random(4, 100 + first + i), first + i, 0.005)
                    .nats();
        }
        return losses;
    }

    /** Learns one batch well enough that every layer matters; a fresh model predicts evenly whatever it reads. */
    static void learnByHeart(TrainableModel model, TokenBatch batch, int steps) {
        for (int number = 1; number <= steps; number++) {
            learn(model, batch, number, 0.01);
        }
    }
}
