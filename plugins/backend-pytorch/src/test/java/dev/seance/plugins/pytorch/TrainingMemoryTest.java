// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.seance.api.model.ActivationCount;
import dev.seance.api.model.AttentionWindows;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.ModelDimensions;
import dev.seance.api.model.Precision;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainingMemoryTest {
    private static final int PERCENT = 10;

    /** The allocator gets memory from the system by that much at a time, as the start script has it ({@code top_pad}). */
    private static final long GROWTH = 64 << 20;

    private static final ModelConfig SHAPE = Families.nanochat(new ModelDimensions(4, 256, 2, 2, 1024, 512, 4096));

    @Test
    void theStateIsWeightsGradientsAndMoments() {
        // 2 x 4096 x 256 of tables and head and 2 x 4096 x 256 of value embeddings; 4 layers of 12 x 256^2.
        long tables = 4L * 4096 * 256;
        long matrices = 4L * 12 * 256 * 256;
        long small = 4L * (2 * 2 * 12 * 3 + (4 + 4 + 24 + 1 + 1) * 4);
        TrainingMemory exact = memory(SHAPE, 1, Precision.FP32, false);
        assertThat(exact.state()).isEqualTo(4 * (4 * tables + 3 * matrices) + small);
        // Of what multiplies there is a copy in half the bytes.
        long head = 4096L * 256;
        assertThat(memory(SHAPE, 1, Precision.BF16, false).state())
                .isEqualTo(exact.state() + 2 * (matrices + head + 2 * 2 * 12));
    }

    @Test
    void aLargerMicroBatchAddsActivationsAlone() {
        TrainingMemory one = memory(SHAPE, 4, Precision.BF16, true);
        TrainingMemory two = memory(SHAPE, 8, Precision.BF16, true);
        assertThat(two.state()).isEqualTo(one.state());
        assertThat(two.activations()).isEqualTo(2 * one.activations());
        assertThat(two.temporary()).isEqualTo(2 * one.temporary());
        assertThat(two.fragmentation()).isZero();
    }

    @Tag("full")
    @ParameterizedTest
    @CsvSource({
        "nanochat, 4, 256, 2, 2, 1024, 512, 4096, L, 4, BF16",
        "nanochat, 4, 256, 2, 2, 1024, 512, 4096, L, 8, FP32",
        "nanochat, 6, 384, 3, 3, 1536, 1024, 8192, SSSL, 4, BF16",
        "llama, 4, 256, 4, 2, 704, 512, 4096, L, 8, BF16",
        "llama, 8, 512, 8, 2, 1408, 1024, 16384, L, 2, BF16",
    })
    void isWhatAProcessTakes(
            String architecture,
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
        assumeTrue(
                precision == Precision.FP32
                        || Processor.of(HostSystem.current()).capability().contains("bf16"),
                "this processor computes in bf16 by emulation only, which takes hours");
        ModelDimensions dimensions = new ModelDimensions(layers, width, heads, kvHeads, mlpWidth, context, vocabulary)
                .withWindows(new AttentionWindows(windows));
        ModelConfig shape = architecture.equals("llama") ? Families.llama(dimensions) : Families.nanochat(dimensions);
        long measured = MeasuredMemory.of(shape, rows, precision);
        long predicted = memory(shape, rows, precision, false).total();
        assertThat(predicted).isCloseTo(measured, within(Math.max(predicted / 100 * PERCENT, GROWTH)));
    }

    private static TrainingMemory memory(ModelConfig shape, int rows, Precision precision, boolean gpu) {
        ActivationCount activations = Families.ALL
                .family(shape.architecture())
                .activations(ModelProgram.FORMAT, shape.dimensions())
                .orElseThrow();
        return TrainingMemory.of(shape, activations, rows, precision, gpu);
    }
}
