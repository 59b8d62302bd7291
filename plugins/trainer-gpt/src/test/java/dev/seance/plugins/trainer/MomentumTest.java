// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class MomentumTest {

    private static final Momentum NANOCHAT = new Momentum(0.85, 0.97, 0.90, 400);
    private static final Offset<Double> SMALL = within(1e-12);

    @Test
    void risesStaysAndFallsWithTheRates() {
        Schedule published = new Schedule(6496, 40, 0.65, 0.05);
        assertThat(NANOCHAT.at(1, published)).isEqualTo(0.85);
        assertThat(NANOCHAT.at(101, published)).isCloseTo(0.88, SMALL);
        assertThat(NANOCHAT.at(401, published)).isEqualTo(0.97);
        assertThat(NANOCHAT.at(2275, published)).isEqualTo(0.97);
        assertThat(NANOCHAT.at(4386, published)).isCloseTo(0.935, SMALL);
        assertThat(NANOCHAT.at(6496, published)).isCloseTo(0.9000166, within(1e-7));
    }

    @Test
    void onlyRisesInAShortTraining() {
        Schedule shortOne = new Schedule(250, 10, 0.65, 0.05);
        assertThat(NANOCHAT.at(250, shortOne)).isCloseTo(0.85 + 0.12 * 249 / 400, SMALL);
    }

    @Test
    void staysAtItsHeightWhereItIsNotToFall() {
        Momentum constant = new Momentum(0.85, 0.95, 0.95, 0);
        Schedule schedule = new Schedule(10, 0, 0.5, 0);
        for (int step = 1; step <= 10; step++) {
            assertThat(constant.at(step, schedule)).isCloseTo(0.95, SMALL);
        }
    }
}
