// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.testing.reference;

import dev.seance.api.model.AdamW;

/**
 * Adam with decoupled decay (Loshchilov and Hutter 2019), for one tensor: decay first, epsilon outside the root and after
 * the correction of the bias.
 */
final class AdamWReference {
    private final double[] mean;
    private final double[] square;

    private final Rounding rounding;

    AdamWReference(int size) {
        this(size, Rounding.NONE);
    }

    AdamWReference(int size, Rounding rounding) {
        this.rounding = rounding;
        mean = new double[size];
        square = new double[size];
    }

    void step(Matrix weight, Matrix gradient, long number, AdamW rule) {
        double[] w = weight.numbers();
        // What is near 1 in fp32 leaves little of it when it is taken from 1.
        double beta1 = rounding.number(rule.beta1());
        double beta2 = rounding.number(rule.beta2());
        double bias1 = 1 - rounding.number(Math.pow(rule.beta1(), number));
        double bias2 = 1 - rounding.number(Math.pow(rule.beta2(), number));
        for (int i = 0; i < w.length; i++) {
            double g = gradient.numbers()[i];
            mean[i] = rounding.number(beta1 * mean[i] + (1 - beta1) * g);
            square[i] = rounding.number(beta2 * square[i] + (1 - beta2) * g * g);
            double m = rounding.number(mean[i] / bias1);
            double s = rounding.number(square[i] / bias2);
            w[i] = rounding.number(w[i] - rule.learningRate() * rule.weightDecay() * w[i]);
            w[i] -= rounding.number(rule.learningRate() * m / (Math.sqrt(s) + rule.epsilon()));
        }
    }
}
