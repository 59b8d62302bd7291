// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.model;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter, 2019, https://arxiv.org/abs/1711.05101).
 *
 * @param learningRate at least 0
 * @param beta1 decay of the running mean of gradients, 0 to 1
 * @param beta2 decay of the running mean of squared gradients, 0 to 1
 * @param epsilon added to the root in the denominator, above 0
 * @param weightDecay what a weight loses in an update, as a fraction of it and of the learning rate
 */
public record AdamW(double learningRate, double beta1, double beta2, double epsilon, double weightDecay)
        implements UpdateRule {

    public AdamW {
        if (!(learningRate >= 0
                && beta1 >= 0
                && beta1 < 1
                && beta2 >= 0
                && beta2 < 1
                && epsilon > 0
                && weightDecay >= 0)) {
            throw new IllegalArgumentException("learning rate " + learningRate + ", beta1 " + beta1 + ", beta2 " + beta2
                    + ", epsilon " + epsilon + ", weight decay " + weightDecay + ": one is out of range");
        }
    }
}
