// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.ModelDimensions;
import dev.seance.api.model.PeakThroughput;
import dev.seance.api.model.Precision;
import dev.seance.api.testing.ToyFamily;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StepTimingTest {

    private static final ModelConfig SHAPE = ToyFamily.config(new ModelDimensions(2, 32, 2, 2, 128, 16, 64));

    @Test
    void utilisationIsWhatTheModelNeedsOverWhatTheMachineCouldDo() {
        // 500 tokens a second on a machine that could do the work of 2000.
        PeakThroughput peaks = new PeakThroughput(Precision.FP32, 2000.0 * SHAPE.flopsPerToken(), 1);
        Map<String, Double> figures = new StepTiming(1000, 100, 2, 1.5).metrics(SHAPE, peaks);
        assertThat(figures).containsOnlyKeys("tokensPerSecond", "mfu", "paddingFraction", "outsideEngineFraction");
        assertThat(figures.get("tokensPerSecond")).isEqualTo(500);
        assertThat(figures.get("mfu")).isCloseTo(0.25, within(1e-12));
        assertThat(figures.get("paddingFraction")).isEqualTo(0.1);
        assertThat(figures.get("outsideEngineFraction")).isEqualTo(0.25);
    }

    @Test
    void effortsAddUpToThatOfTheWholeTraining() {
        assertThat(StepTiming.NONE.plus(new StepTiming(10, 1, 2, 1)).plus(new StepTiming(30, 2, 3, 2)))
                .isEqualTo(new StepTiming(40, 3, 5, 3));
    }
}
