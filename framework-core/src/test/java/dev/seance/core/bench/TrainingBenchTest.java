// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seance.api.model.LanguageModel;
import dev.seance.api.model.ModelBackend;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.ModelDimensions;
import dev.seance.api.model.Muon;
import dev.seance.api.model.ParameterGroup;
import dev.seance.api.model.PeakThroughput;
import dev.seance.api.model.Precision;
import dev.seance.api.model.TokenBatch;
import dev.seance.api.model.TrainableModel;
import dev.seance.api.testing.TestFamilies;
import dev.seance.api.testing.ToyBackend;
import dev.seance.api.testing.ToyFamily;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class TrainingBenchTest {

    private static final ModelConfig SHAPE = ToyFamily.config(new ModelDimensions(1, 8, 2, 2, 32, 16, 50));

    @TempDir
    Path folder;

    private final ToyBackend backend = new ToyBackend();
    private final Map<String, Measurement> measurements = new LinkedHashMap<>();

    private PeakThroughput train(ModelBackend trained) throws IOException {
        TrainingLoad load = new TrainingLoad(2, 3, 2, false);
        return new TrainingBench(trained, TestFamilies.of(new ToyFamily()), SHAPE, load, new Passes(1, 3))
                .run(folder, measurement -> measurements.put(measurement.name(), measurement));
    }

    /** The toy, on a machine of other peaks. */
    private ModelBackend withPeaks(Supplier<PeakThroughput> peaks) {
        return (ModelBackend) Proxy.newProxyInstance(
                ModelBackend.class.getClassLoader(),
                new Class<?>[] {ModelBackend.class},
                (self, method, arguments) ->
                        method.getName().equals("measurePeaks") ? peaks.get() : method.invoke(backend, arguments));
    }

    @Test
    void comparesTrainingWithThePeakOfTheSameEngine() throws IOException {
        // More than any toy computes: a share above the whole is cut off, see below.
        PeakThroughput unreachable = new PeakThroughput(Precision.FP32, 1e15, 1e15);
        PeakThroughput peaks = train(withPeaks(() -> unreachable));

        assertThat(peaks).isEqualTo(unreachable);
        double tokens = measurements.get(TrainingBench.TOKENS).median();
        double gigaflops = measurements.get(TrainingBench.FLOPS).median();
        assertThat(gigaflops).isCloseTo(tokens * SHAPE.flopsPerToken() / 1e9, offset(gigaflops));
        assertThat(measurements.get(TrainingBench.MFU).median())
                .isCloseTo(100 * gigaflops / (peaks.matrixFlops() / 1e9), offset(100 * gigaflops));
        assertThat(measurements.get(TrainingBench.ACCUMULATE).median())
                .as("without the updates")
                .isGreaterThan(measurements.get(TrainingBench.MFU).median());
        assertThat(measurements.get(TrainingBench.UPDATE).median()).isBetween(0.0, 100.0);
        assertThat(measurements.get(TrainingBench.OUTSIDE).median()).isBetween(0.0, 100.0);
    }

    private static Offset<Double> offset(double value) {
        return Offset.offset(1e-9 * value);
    }

    @Test
    void neverShowsMoreThanTheWholePeak() throws IOException {
        AtomicInteger timed = new AtomicInteger();
        train(withPeaks(() -> {
            timed.incrementAndGet();
            return new PeakThroughput(Precision.FP32, 1, 1);
        }));
        assertThat(measurements.get(TrainingBench.MFU).max()).isEqualTo(100);
        assertThat(measurements.get(TrainingBench.ACCUMULATE).max()).isEqualTo(100);
        // Before the first round; after each, and three times again.
        assertThat(timed).hasValue(1 + 3 * 4);
    }

    @Test
    void doesEveryStepOnTheModelAndLeavesItToWriteWith() throws IOException {
        train(backend);
        // a warm-up step and three rounds of two steps, each of three micro-batches and an update; saving ticks twice,
        // for
        // each round a checkpoint and at last the weights
        assertThat(backend.machine().ticks()).isEqualTo(7 * 4 + 2 * (3 + 1));
        assertThat(folder.toFile().list()).containsExactly(TrainableModel.WEIGHTS);
        assertThat(measurements.get(TrainingBench.PAUSE).median()).isPositive();
        assertThat(measurements.get(TrainingBench.WRITE).median()).isNotNegative();

        try (LanguageModel model = backend.load(folder)) {
            new WritingBench(model, new PeakThroughput(Precision.BF16, 1e9, 1e9), new Passes(0, 2))
                    .run(measurement -> measurements.put(measurement.name(), measurement));
        }
        // what the model reads its weights in counts, not what it was trained in
        double best = 1e9 / (4.0 * SHAPE.parameters().matmulParameters());
        assertThat(measurements.get(WritingBench.FLOOR).median()).isEqualTo(best);
        assertThat(measurements.get(WritingBench.OF_FLOOR).median())
                .isEqualTo(100 * measurements.get(WritingBench.DECODE).median() / best);
        assertThat(measurements.get(WritingBench.PREFILL).median()).isPositive();
    }

    @Test
    void drawsEachTargetFromTheNextPlace() {
        TokenBatch batch = new TrainingLoad(3, 1, 1, true).batch(SHAPE);
        assertThat(Arrays.stream(batch.inputs()).boxed()).hasSize(48).allMatch(token -> token >= 0 && token < 50);
        for (int i = 1; i < 48; i++) {
            assertThat(batch.targets()[i - 1]).isEqualTo(batch.inputs()[i]);
        }
        assertThat(new TrainingLoad(3, 1, 1, true).batch(SHAPE).inputs()).isEqualTo(batch.inputs());
    }

    @Test
    void updatesOnlyMatricesByMuon() {
        TrainingLoad load = new TrainingLoad(1, 1, 1, true);
        for (ParameterGroup group : SHAPE.groups()) {
            assertThat(load.update(SHAPE, 1).rule(group) instanceof Muon).isEqualTo(group.matrices());
        }
        assertThatThrownBy(() -> new TrainingLoad(0, 1, 1, true)).hasMessageContaining("0 sequences");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void seesThePeakOfTheProcessAndNotOfItsPast() {
        assertThat(touched(200 << 20)).isPositive();
        System.gc();
        boolean reset = ProcessMemory.beginPeak();
        OptionalLong now = ProcessMemory.now();
        assertThat(now).isPresent();
        assertThat(ProcessMemory.peak().orElseThrow()).isGreaterThanOrEqualTo(now.getAsLong() / 2);
        if (reset) {
            assertThat(touched(64 << 20)).isPositive();
            assertThat(ProcessMemory.peak().orElseThrow()).isGreaterThanOrEqualTo(64 << 20);
        }
    }

    private static int touched(int bytes) {
        byte[] memory = new byte[bytes];
        int pages = 0;
        for (int i = 0; i < bytes; i += 4096) {
            memory[i] = 1;
            pages += memory[i];
        }
        return pages;
    }
}
