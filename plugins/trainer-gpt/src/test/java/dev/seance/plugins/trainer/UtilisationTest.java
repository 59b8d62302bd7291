// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.ModelDimensions;
import dev.seance.api.model.PeakThroughput;
import dev.seance.api.model.Precision;
import dev.seance.api.run.UserError;
import dev.seance.api.testing.ToyFamily;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

/** On a machine whose products take a second to time and come out as a test says. */
class UtilisationTest {

    private static final ModelConfig SHAPE = ToyFamily.config(new ModelDimensions(2, 32, 2, 2, 128, 16, 64));
    private static final long SECOND = 1_000_000_000L;

    private final Deque<Double> products = new ArrayDeque<>();
    private long now;
    private int measured;

    /** A machine that could do the work of so many tokens a second, as was measured some time, and now. */
    private Utilisation machine(double saved, Double... later) {
        products.addAll(List.of(later));
        return new Utilisation(() -> peak(saved), this::measure, SHAPE, () -> now);
    }

    private PeakThroughput measure() {
        measured++;
        now += SECOND;
        return peak(products.remove());
    }

    private static PeakThroughput peak(double tokensPerSecond) {
        return new PeakThroughput(Precision.FP32, tokensPerSecond * SHAPE.flopsPerToken(), 1);
    }

    private double step(Utilisation utilisation, long tokens, double seconds) {
        now += (long) (seconds * SECOND);
        return utilisation.of(new StepTiming(tokens, 0, seconds, seconds));
    }

    @Test
    void isWhatTheModelNeedsOverWhatTheMachineCouldDo() {
        assertThat(step(machine(2000), 1000, 2)).isCloseTo(0.25, within(1e-12));
        assertThat(measured).isZero();
    }

    @Test
    void aProductOfABusyMinuteIsTimedAgainWhenAStepDidMore() {
        Utilisation utilisation = machine(400, 2000.0);
        assertThat(step(utilisation, 1000, 1)).isCloseTo(0.5, within(1e-12));
        assertThat(step(utilisation, 1000, 1)).isCloseTo(0.5, within(1e-12));
        assertThat(measured).isEqualTo(1);
        assertThat(utilisation.overall()).isCloseTo(0.5, within(1e-12));
    }

    @Test
    void aBusyMinuteLaterOnDoesNotLowerAPeakThatAStepHasPassed() {
        Utilisation utilisation = machine(900, 300.0, 1200.0);
        assertThat(step(utilisation, 1000, 1)).isEqualTo(1);
        // Not at every step, which would take longer than the steps.
        assertThat(step(utilisation, 1000, 1)).isEqualTo(1);
        assertThat(measured).isEqualTo(1);
        assertThat(step(utilisation, 9000, 9)).isCloseTo(1000 / 1200.0, within(1e-12));
    }

    @Test
    void isMeasuredBesideALongTraining() {
        Utilisation utilisation = machine(2000, 1000.0, 4000.0);
        assertThat(step(utilisation, 50_000, 100)).isCloseTo(0.25, within(1e-12));
        assertThat(step(utilisation, 50_000, 100)).isCloseTo(0.5, within(1e-12));
        for (int i = 0; i < 99; i++) {
            assertThat(step(utilisation, 500, 1)).isCloseTo(0.5, within(1e-12));
        }
        assertThat(step(utilisation, 500, 1)).isCloseTo(0.125, within(1e-12));
        assertThat(measured).isEqualTo(2);
    }

    @Test
    void isNeverMoreThanAll() {
        Utilisation utilisation = machine(1, 2.0);
        assertThat(step(utilisation, 1000, 1)).isEqualTo(1);
        assertThat(utilisation.overall()).isEqualTo(1);
    }

    @Test
    void whereTheProductFindsNoRoomTheOldOneStays() {
        Utilisation utilisation = new Utilisation(
                () -> peak(2000),
                () -> {
                    throw new UserError("PyTorch ran out of memory");
                },
                SHAPE,
                () -> now);
        assertThat(step(utilisation, 250_000, 250)).isCloseTo(0.5, within(1e-12));
    }
}
