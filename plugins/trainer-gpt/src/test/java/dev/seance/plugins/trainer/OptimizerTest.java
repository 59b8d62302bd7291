// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.seance.api.model.AdamW;
import dev.seance.api.model.Muon;
import dev.seance.api.model.OptimizerStep;
import dev.seance.api.model.ParameterGroup;
import dev.seance.api.testing.ToyFamily;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OptimizerTest {

    private static final ParameterGroup MATRICES = ToyFamily.MATRICES;
    private static final ParameterGroup HEAD = ToyFamily.HEAD;

    @Test
    void movesLearningRatesMomentumAndMuonsWeightDecayWithTheSchedule() {
        OptimizerStep step = optimizer(0).step(76, new Schedule(100, 10, 0.5, 0.2));
        assertThat(step.number()).isEqualTo(76);
        AdamW head = (AdamW) step.rule(HEAD);
        assertThat(head.learningRate()).isCloseTo(0.2 * 0.6, within(1e-12));
        assertThat(head).isEqualTo(new AdamW(head.learningRate(), 0.8, 0.96, 1e-10, 0.01));
        Muon matrices = (Muon) step.rule(MATRICES);
        assertThat(matrices.learningRate()).isCloseTo(0.02 * 0.6, within(1e-12));
        assertThat(matrices.momentum()).isCloseTo(0.935, within(1e-12));
        assertThat(matrices.beta2()).isEqualTo(0.9);
        assertThat(matrices.weightDecay()).isCloseTo(0.28 * 0.5 * (1 - Math.sqrt(0.5)), within(1e-12));
    }

    @Test
    void boundsTheGradientOnlyWhenAskedTo() {
        Schedule schedule = new Schedule(1, 0, 0, 0);
        assertThat(optimizer(0).step(1, schedule).maxGradNorm()).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(optimizer(0.5).step(1, schedule).maxGradNorm()).isEqualTo(0.5);
    }

    @Test
    void countsTheUpdatesThatItsStateHasHad() {
        Schedule schedule = new Schedule(10, 0, 0.5, 0);
        Optimizer fresh = optimizer(0);
        assertThat(fresh.step(3, schedule).number()).isEqualTo(3);
        assertThat(fresh.after(500).step(3, schedule).number()).isEqualTo(503);
        assertThat(fresh.after(500).step(3, schedule).rules())
                .isEqualTo(fresh.step(3, schedule).rules());
    }

    private static Optimizer optimizer(double maxGradNorm) {
        return new Optimizer(
                Map.of(MATRICES, new Muon(0.02, 0.97, 0.9, 0.28), HEAD, new AdamW(0.2, 0.8, 0.96, 1e-10, 0.01)),
                Map.of(MATRICES, new Momentum(0.85, 0.97, 0.90, 40)),
                MATRICES,
                0,
                maxGradNorm);
    }
}
