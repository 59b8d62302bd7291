// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.seance.api.model.OptimizerStep;
import dev.seance.api.model.ParameterGroup;
import org.junit.jupiter.api.Test;

class OptimizerTest {

    @Test
    void scalesTheTablesRatesWithTheRootOfTheWidth() {
        Optimizer wide = new Optimizer(0.001, 0.2, 0.004, 0.9, 0.95, 0.1, 1).forWidth(4 * 768);
        assertThat(wide.matrixRate()).isEqualTo(0.001);
        assertThat(wide.embeddingRate()).isCloseTo(0.1, within(1e-12));
        assertThat(wide.headRate()).isCloseTo(0.002, within(1e-12));
    }

    @Test
    void multipliesEveryRateByTheSchedule() {
        OptimizerStep step = new Optimizer(0.001, 0.2, 0.004, 0.9, 0.95, 0.1, 0).step(3, 0.5);
        assertThat(step.rule(ParameterGroup.MATRICES).rate()).isEqualTo(0.0005);
        assertThat(step.clip()).isEqualTo(Double.POSITIVE_INFINITY);
    }
}
