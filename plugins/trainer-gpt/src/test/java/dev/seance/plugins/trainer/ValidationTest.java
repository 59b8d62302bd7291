// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.seance.api.model.LanguageModel;
import dev.seance.api.model.Loss;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.OptimizerStep;
import dev.seance.api.model.TokenBatch;
import dev.seance.api.model.TrainableModel;
import dev.seance.api.testing.ByteVocabulary;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ValidationTest {

    private static final ByteVocabulary VOCABULARY = new ByteVocabulary();

    @Test
    void bitsPerByteIsTheLossInBitsOverTheBytesSpelt() {
        // Three bytes and two markers; each byte costs two bits, and the markers count on neither side.
        ValidationResult found = new Validation(rows(1), VOCABULARY, 6, 4, 1)
                .onAll(new Flat(), () -> false)
                .orElseThrow();
        assertThat(found.loss().targets()).isEqualTo(3);
        assertThat(found.bytes()).isEqualTo(3);
        assertThat(found.bitsPerByte()).isCloseTo(2, within(1e-12));
    }

    @Test
    void measuresEveryRowWhateverTheBatch() {
        for (int rowsPerBatch = 1; rowsPerBatch < 9; rowsPerBatch++) {
            Validation validation = new Validation(rows(7), VOCABULARY, 6, rowsPerBatch, 3);
            assertThat(validation.onAll(new Flat(), () -> false).orElseThrow().bytes())
                    .isEqualTo(21);
            assertThat(validation
                            .onSample(new Flat(), () -> false)
                            .orElseThrow()
                            .bytes())
                    .isEqualTo(9);
        }
    }

    @Test
    void givesUpWhenAskedToStop() {
        assertThat(new Validation(rows(7), VOCABULARY, 6, 2, 3).onAll(new Flat(), () -> true))
                .isEmpty();
    }

    private static SequenceDataset rows(int count) {
        int[] abc = VOCABULARY.encode("abc");
        return new SequenceDataset() {
            @Override
            public int count() {
                return count;
            }

            @Override
            public int fill(int row, int[] inputs, int[] targets, int at) {
                int[] all = {abc[0], 0, abc[1], abc[2], 0, TokenBatch.IGNORED};
                System.arraycopy(all, 0, targets, at, all.length);
                return all.length;
            }

            @Override
            public Set<String> sources(int row) {
                return Set.of();
            }
        };
    }

    /** Finds every token one of four. */
    private static final class Flat implements TrainableModel {

        @Override
        public Loss score(TokenBatch batch) {
            return new Loss(batch.targetCount() * Math.log(4), batch.targetCount());
        }

        @Override
        public ModelConfig config() {
            throw new AssertionError("not asked for");
        }

        @Override
        public Loss accumulate(TokenBatch batch, double scale) {
            throw new AssertionError("a validation learns nothing");
        }

        @Override
        public double update(OptimizerStep step) {
            throw new AssertionError("a validation learns nothing");
        }

        @Override
        public long engineNanos() {
            throw new AssertionError("not asked for");
        }

        @Override
        public LanguageModel languageModel() {
            throw new AssertionError("not asked for");
        }

        @Override
        public void save(Path folder, boolean withOptimizer) {
            throw new AssertionError("not asked for");
        }

        @Override
        public void close() {}
    }
}
