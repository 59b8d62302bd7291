// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class StepTimingTest {

    @Test
    void countsTokensPaddingAndTheTimeOutsideTheEngine() {
        Map<String, Double> figures = new StepTiming(1000, 100, 2, 1.5).metrics(0.25);
        assertThat(figures)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "tokensPerSecond", 500.0, "mfu", 0.25, "paddingFraction", 0.1, "outsideEngineFraction", 0.25));
    }

    @Test
    void effortsAddUpToThatOfTheWholeTraining() {
        assertThat(StepTiming.NONE.plus(new StepTiming(10, 1, 2, 1)).plus(new StepTiming(30, 2, 3, 2)))
                .isEqualTo(new StepTiming(40, 3, 5, 3));
    }
}
