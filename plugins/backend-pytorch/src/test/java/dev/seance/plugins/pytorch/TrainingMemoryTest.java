// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.seance.api.model.Architecture;
import dev.seance.api.model.AttentionWindows;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.Precision;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainingMemoryTest {
    private static final int PERCENT = 10;

    private static final ModelConfig SHAPE = new ModelConfig(Architecture.NANOCHAT, 4, 256, 2, 2, 1024, 512, 4096);

    @Test
    void aShapeWithoutRowsToSpeakOfTakesItsStateAlone() {
        // 2 x 4096 x 256 of tables and head and 2 x 4096 x 256 of value embeddings; 4 layers of 12 x 256^2.
        long tables = 4L * 4096 * 256;
        long matrices = 4L * 12 * 256 * 256;
        long small = 4L * (2 * 2 * 12 * 3 + (4 + 4 + 24 + 1 + 1) * 4);
        TrainingMemory exact = TrainingMemory.of(SHAPE, 1, Precision.FP32, false);
        assertThat(exact.state()).isEqualTo(4 * (4 * tables + 3 * matrices) + small);
        // Of what multiplies there is a copy in half the bytes.
        long head = 4096L * 256;
        assertThat(TrainingMemory.of(SHAPE, 1, Precision.BF16, false).state())
                .isEqualTo(exact.state() + 2 * (matrices + head + 2 * 2 * 12));
    }

    @Test
    void rowsAddTheirActivationsAlone() {
        TrainingMemory one = TrainingMemory.of(SHAPE, 4, Precision.BF16, true);
        TrainingMemory two = TrainingMemory.of(SHAPE, 8, Precision.BF16, true);
        assertThat(two.state()).isEqualTo(one.state());
        assertThat(two.kept()).isEqualTo(2 * one.kept());
        assertThat(two.passing()).isEqualTo(2 * one.passing());
        assertThat(two.holes()).isZero();
    }

    @Tag("full")
    @ParameterizedTest
    @CsvSource({
        "NANOCHAT, 4, 256, 2, 2, 1024, 512, 4096, L, 4, BF16",
        "NANOCHAT, 4, 256, 2, 2, 1024, 512, 4096, L, 8, FP32",
        "NANOCHAT, 6, 384, 3, 3, 1536, 1024, 8192, SSSL, 4, BF16",
        "LLAMA, 4, 256, 4, 2, 704, 512, 4096, L, 8, BF16",
        "LLAMA, 8, 512, 8, 2, 1408, 1024, 16384, L, 2, BF16",
    })
    void isWhatAProcessTakes(
            Architecture architecture,
            int layers,
            int width,
            int heads,
            int kvHeads,
            int mlpWidth,
            int context,
            int vocabulary,
            String windows,
            int rows,
            Precision precision)
            throws IOException, InterruptedException {
        ModelConfig shape = new ModelConfig(
                architecture,
                layers,
                width,
                heads,
                kvHeads,
                mlpWidth,
                context,
                vocabulary,
                false,
                new AttentionWindows(windows));
        long measured = MeasuredMemory.of(shape, rows, precision);
        assertThat(TrainingMemory.of(shape, rows, precision, false).total())
                .isCloseTo(measured, withinPercentage(PERCENT));
    }
}
