// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seance.api.model.TokenBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DataLoaderTest {

    @Test
    void distributesTheSequencesOfSuccessiveEpochsInTheirOrder() {
        // EpochDatasets of 5, 6, 7 ... rows; sequence s of epoch e is the number 100 e + s.
        DataLoader data = new DataLoader(DataLoaderTest::numbered, 1, 4, 3, Long.MAX_VALUE / 2);
        List<Integer> firsts = new ArrayList<>();
        for (int step = 1; step <= 4; step++) {
            StepBatch batch = data.step(step);
            assertThat(batch.microBatches()).extracting(TokenBatch::rows).containsExactly(3, 1);
            assertThat(batch.targets()).isEqualTo(4);
            batch.microBatches().forEach(microBatch -> firsts.add(microBatch.inputs()[0]));
        }
        assertThat(firsts).containsExactly(0, 3, 4, 102, 103, 200, 201, 204);
    }

    @Test
    void countsThePadding() {
        DataLoader data = new DataLoader(DataLoaderTest::numbered, 1, 4, 3, Long.MAX_VALUE / 2);
        assertThat(data.step(1).padding()).isEqualTo(2);
        assertThat(data.step(1).paddingFraction()).isEqualTo(0.5);
    }

    @Test
    void knowsThePositionInTheData() {
        DataLoader data = new DataLoader(DataLoaderTest::numbered, 1, 4, 3, 11);
        assertThat(data.position(0)).isEqualTo(DataPosition.START);
        assertThat(data.position(1)).isEqualTo(new DataPosition(0, 4));
        assertThat(data.position(2)).isEqualTo(new DataPosition(1, 3));
        assertThat(data.position(3)).isEqualTo(new DataPosition(1, 6));
    }

    @Test
    void namesTheSourcesOfOneMicroBatch() {
        DataLoader data = new DataLoader(DataLoaderTest::numbered, 1, 4, 3, Long.MAX_VALUE / 2);
        assertThat(data.sources(2, 0)).containsExactly("sequence-0-4", "sequence-1-0", "sequence-1-1");
        assertThat(data.sources(2, 1)).containsExactly("sequence-1-2");
    }

    @Test
    void aStepIsTheSameWhateverWasAskedBefore() {
        DataLoader fresh = new DataLoader(DataLoaderTest::numbered, 1, 4, 4, Long.MAX_VALUE / 2);
        DataLoader used = new DataLoader(DataLoaderTest::numbered, 1, 4, 4, Long.MAX_VALUE / 2);
        used.step(20);
        used.step(2);
        assertThat(used.step(9).microBatches().get(0).inputs())
                .isEqualTo(fresh.step(9).microBatches().get(0).inputs());
        assertThat(used.sources(9)).isEqualTo(fresh.sources(9)).isNotEmpty();
    }

    @Test
    void theLastStepTakesWhatIsLeft() {
        DataLoader data = new DataLoader(DataLoaderTest::numbered, 1, 4, 4, 11);
        assertThat(data.step(3).tokens()).isEqualTo(3);
        assertThat(data.epochsAfter(3)).isEqualTo(2);
        assertThat(data.epochsAfter(0)).isZero();
        assertThatThrownBy(() -> data.step(4)).isInstanceOf(IllegalArgumentException.class);
    }

    private static SequenceDataset numbered(int epoch) {
        return new SequenceDataset() {
            @Override
            public int count() {
                return 5 + epoch;
            }

            @Override
            public int fill(int index, int[] inputs, int[] targets, int at) {
                inputs[at] = 100 * epoch + index;
                targets[at] = 1;
                return index % 2;
            }

            @Override
            public Set<String> sources(int index) {
                return Set.of("sequence-" + epoch + "-" + index);
            }
        };
    }
}
