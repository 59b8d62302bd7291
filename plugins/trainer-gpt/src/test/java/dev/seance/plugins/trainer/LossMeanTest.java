// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.seance.api.model.TokenBatch;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LossMeanTest {

    private static final TokenBatch ONE = targets(1);
    private static final TokenBatch THREE = targets(3);
    private static final TokenBatch NONE = targets(0);
    private static final StepBatch STEP = StepBatch.of(List.of(ONE, THREE, NONE), 12);

    private static TokenBatch targets(int count) {
        int[] targets = new int[4];
        Arrays.fill(targets, count, 4, TokenBatch.IGNORED);
        return new TokenBatch(1, 4, new int[4], targets);
    }

    @Test
    void ofAStepEveryTargetCountsAlike() {
        for (TokenBatch each : STEP.microBatches()) {
            assertThat(LossMean.STEP.scale(STEP, each)).isEqualTo(0.25);
        }
    }

    @Test
    void ofMicroBatchesEachOfThemCountsAlike() {
        assertThat(LossMean.MICRO_BATCH.scale(STEP, ONE)).isCloseTo(1 / 3.0, within(1e-15));
        assertThat(LossMean.MICRO_BATCH.scale(STEP, THREE)).isCloseTo(1 / 9.0, within(1e-15));
        assertThat(LossMean.MICRO_BATCH.scale(STEP, NONE)).isFinite();
    }
}
