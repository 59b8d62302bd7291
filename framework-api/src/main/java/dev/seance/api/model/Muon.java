// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.model;

/**
 * Orthogonalized momentum (Jordan et al., 2024, https://kellerjordan.github.io/posts/muon/): the Nesterov momentum of each
 * matrix is replaced by the nearest matrix with singular values of 1, found by five iterations of Polar Express
 * (https://arxiv.org/abs/2505.16932), normalized over its rows or columns (NorMuon, https://arxiv.org/abs/2510.05491), and
 * subtracted at {@code learningRate} times the root of {@code max(1, rows / columns)}. Weight decay is cautious: it applies
 * only where it has the sign of the update.
 *
 * <p>Equilibrated, the rows of the momentum are first brought to one length, their mean square kept (MuonEq,
 * https://arxiv.org/abs/2603.28254), so that its singular values lie closer together, and what comes out of the iterations is
 * brought to the norm that it would have if they were exactly 1, the root of {@code min(rows, columns)} (Muon+,
 * https://arxiv.org/abs/2602.21545).
 *
 * @param learningRate at least 0
 * @param momentum decay of the running mean of gradients, 0 to 1
 * @param beta2 decay of the running mean square of rows or columns, 0 to 1
 * @param weightDecay what a weight loses in an update, as a fraction of it and of the learning rate
 * @param equilibrated whether rows and norm are equilibrated, as in nanochat since July 2026
 */
public record Muon(double learningRate, double momentum, double beta2, double weightDecay, boolean equilibrated)
        implements UpdateRule {

    public Muon {
        if (!(learningRate >= 0 && momentum >= 0 && momentum < 1 && beta2 >= 0 && beta2 < 1 && weightDecay >= 0)) {
            throw new IllegalArgumentException("learning rate " + learningRate + ", momentum " + momentum + ", beta2 "
                    + beta2 + ", weight decay " + weightDecay + ": one is out of range");
        }
    }

    /** One that is not equilibrated. */
    public Muon(double learningRate, double momentum, double beta2, double weightDecay) {
        this(learningRate, momentum, beta2, weightDecay, false);
    }
}
