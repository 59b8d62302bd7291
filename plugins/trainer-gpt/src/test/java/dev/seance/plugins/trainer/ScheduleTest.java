// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ScheduleTest {

    /** The published training: round(0.65 x 6,496 = 4,222.4) = 4,222 steps down, level until 2,274 steps are done. */
    private static final Schedule PUBLISHED = new Schedule(6496, 40, 0.65, 0.05);

    @Test
    void risesStaysAndFalls() {
        Schedule schedule = new Schedule(100, 10, 0.5, 0.2);
        assertThat(schedule.factor(1)).isEqualTo(0.1);
        assertThat(schedule.factor(10)).isEqualTo(1);
        assertThat(schedule.factor(51)).isEqualTo(1);
        assertThat(schedule.factor(76)).isCloseTo(0.2 + 0.8 * 0.5, within(1e-12));
        assertThat(schedule.factor(100)).isCloseTo(0.2 + 0.8 / 50, within(1e-12));
    }

    @Test
    void followsTheFormulaeOfThePublishedTrainingWhichCountFromNought() {
        assertThat(PUBLISHED.factor(1)).isEqualTo(0.025);
        assertThat(PUBLISHED.factor(20)).isEqualTo(0.5);
        assertThat(PUBLISHED.factor(40)).isEqualTo(1);
        assertThat(PUBLISHED.factor(2275)).isEqualTo(1);
        assertThat(PUBLISHED.factor(2276)).isCloseTo(0.9997750, within(1e-7));
        assertThat(PUBLISHED.factor(4386)).isCloseTo(0.525, within(1e-12));
        assertThat(PUBLISHED.factor(6496)).isCloseTo(0.0502250, within(1e-7));
    }

    @Test
    void fallsByHalfACosineToNothingAfterTheLastStep() {
        assertThat(PUBLISHED.cosine(1)).isEqualTo(1);
        assertThat(PUBLISHED.cosine(3249)).isCloseTo(0.5, within(1e-12));
        assertThat(PUBLISHED.cosine(6496)).isCloseTo(5.8472e-8, within(1e-11));
    }

    @Test
    void descendsWhileTheRatesFall() {
        assertThat(PUBLISHED.descent(1)).isZero();
        assertThat(PUBLISHED.descent(2275)).isZero();
        assertThat(PUBLISHED.descent(4386)).isEqualTo(0.5);
        assertThat(PUBLISHED.descent(6496)).isCloseTo(4221.0 / 4222, within(1e-12));
        assertThat(new Schedule(3, 0, 0, 0).descent(3)).isZero();
    }

    @Test
    void takesTheLowerSlopeWhereTheyOverlap() {
        Schedule schedule = new Schedule(10, 40, 0.65, 0);
        for (int step = 1; step <= 10; step++) {
            assertThat(schedule.factor(step)).isPositive().isLessThanOrEqualTo(step / 40.0);
        }
    }

    @Test
    void staysLevelWithoutSlopes() {
        Schedule schedule = new Schedule(3, 0, 0, 0);
        assertThat(schedule.factor(1)).isEqualTo(1);
        assertThat(schedule.factor(3)).isEqualTo(1);
    }

    @Test
    void fallsInALineOverTheWholeTraining() {
        Schedule schedule = new Schedule(4, 0, 1, 0);
        assertThat(schedule.factor(1)).isEqualTo(1);
        assertThat(schedule.factor(2)).isEqualTo(0.75);
        assertThat(schedule.factor(4)).isEqualTo(0.25);
    }

    @Test
    void refusesWhatIsOutOfRange() {
        assertThatThrownBy(() -> new Schedule(0, 0, 0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Schedule(1, 0, 1.1, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
