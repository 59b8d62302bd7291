// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.model;

/**
 * The hyper-parameters of one update (AdamW: Loshchilov and Hutter, 2019). Rates differ by group, as the groups differ
 * in scale: the layers' matrices, the token table, the output matrix.
 *
 * @param number the update's number, from 1, for Adam's bias correction
 * @param matrixRate learning rate of the layers' matrices
 * @param embeddingRate learning rate of the token table
 * @param headRate learning rate of the output matrix
 * @param beta1 decay of the gradient's mean, 0 to 1
 * @param beta2 decay of the gradient's square, 0 to 1
 * @param epsilon keeps the quotient finite, above 0
 * @param weightDecay decoupled decay of the layers' matrices, multiplied by their rate
 * @param clip the greatest global gradient norm, or infinity
 */
public record OptimizerStep(
        long number,
        double matrixRate,
        double embeddingRate,
        double headRate,
        double beta1,
        double beta2,
        double epsilon,
        double weightDecay,
        double clip) {

    public OptimizerStep {
        if (number < 1) {
            throw new IllegalArgumentException("updates are counted from 1, not " + number);
        }
        if (!(matrixRate >= 0 && embeddingRate >= 0 && headRate >= 0)) {
            throw new IllegalArgumentException("rates " + matrixRate + ", " + embeddingRate + ", " + headRate
                    + " of update " + number + ": none may be negative");
        }
        if (!(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1 && epsilon > 0 && weightDecay >= 0 && clip > 0)) {
            throw new IllegalArgumentException("beta1 " + beta1 + ", beta2 " + beta2 + ", epsilon " + epsilon
                    + ", weight decay " + weightDecay + ", clip " + clip + ": one is out of range");
        }
    }
}
