// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.seance.api.model.Architecture;
import dev.seance.api.model.EnginePeaks;
import dev.seance.api.model.ModelShape;
import dev.seance.api.model.Precision;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EffortTest {

    private static final ModelShape SHAPE = new ModelShape(Architecture.NANOCHAT, 2, 32, 2, 2, 128, 16, 64);

    @Test
    void utilisationIsWhatTheModelNeedsOverWhatTheMachineCouldDo() {
        // 500 tokens a second on a machine that could do the work of 2000.
        EnginePeaks peaks = new EnginePeaks(Precision.FP32, 2000.0 * SHAPE.flopsPerToken(), 1);
        Map<String, Double> figures = new Effort(1000, 100, 2, 1.5).figures(SHAPE, peaks);
        assertThat(figures).containsOnlyKeys("tokensPerSecond", "mfu", "paddingShare", "outsideEngineShare");
        assertThat(figures.get("tokensPerSecond")).isEqualTo(500);
        assertThat(figures.get("mfu")).isCloseTo(0.25, within(1e-12));
        assertThat(figures.get("paddingShare")).isEqualTo(0.1);
        assertThat(figures.get("outsideEngineShare")).isEqualTo(0.25);
    }

    @Test
    void effortsAddUpToThatOfTheWholeTraining() {
        assertThat(Effort.NONE.plus(new Effort(10, 1, 2, 1)).plus(new Effort(30, 2, 3, 2)))
                .isEqualTo(new Effort(40, 3, 5, 3));
    }
}
