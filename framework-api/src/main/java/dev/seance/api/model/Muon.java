// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.model;

/**
 * Momentum made orthogonal (Jordan et al., 2024, https://kellerjordan.github.io/posts/muon/): of each matrix the
 * Nesterov momentum is replaced by the nearest matrix with singular values of 1, found by five iterations of Polar Express
 * (https://arxiv.org/abs/2505.16932), evened out over its rows or columns (NorMuon, https://arxiv.org/abs/2510.05491), and
 * subtracted at {@code rate} times the root of {@code max(1, rows / columns)}. Weights decay only where that moves them
 * the way of the update ("cautious").
 *
 * @param rate learning rate, at least 0
 * @param momentum decay of the gradient's mean, 0 to 1
 * @param beta2 decay of the mean square of rows or columns, 0 to 1
 * @param weightDecay what a weight loses in an update, as a fraction of it and of the rate
 */
public record Muon(double rate, double momentum, double beta2, double weightDecay) implements UpdateRule {

    public Muon {
        if (!(rate >= 0 && momentum >= 0 && momentum < 1 && beta2 >= 0 && beta2 < 1 && weightDecay >= 0)) {
            throw new IllegalArgumentException("rate " + rate + ", momentum " + momentum + ", beta2 " + beta2
                    + ", weight decay " + weightDecay + ": one is out of range");
        }
    }
}
