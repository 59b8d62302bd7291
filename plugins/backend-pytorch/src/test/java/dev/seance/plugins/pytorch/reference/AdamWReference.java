// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch.reference;

import dev.seance.api.model.AdamW;

/**
 * Adam with decoupled decay (Loshchilov and Hutter 2019), for one tensor: decay first, epsilon outside the root and after
 * the correction of the bias.
 */
final class AdamWReference {
    private final double[] mean;
    private final double[] square;

    AdamWReference(int size) {
        mean = new double[size];
        square = new double[size];
    }

    void step(Matrix weight, Matrix gradient, long number, AdamW rule) {
        double[] w = weight.numbers();
        for (int i = 0; i < w.length; i++) {
            double g = gradient.numbers()[i];
            mean[i] = rule.beta1() * mean[i] + (1 - rule.beta1()) * g;
            square[i] = rule.beta2() * square[i] + (1 - rule.beta2()) * g * g;
            double m = mean[i] / (1 - Math.pow(rule.beta1(), number));
            double s = square[i] / (1 - Math.pow(rule.beta2(), number));
            w[i] -= rule.learningRate() * rule.weightDecay() * w[i];
            w[i] -= rule.learningRate() * m / (Math.sqrt(s) + rule.epsilon());
        }
    }
}
