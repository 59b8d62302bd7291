// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seance.api.model.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AutotunerTest {
    private static final List<Precision> BOTH = List.of(Precision.BF16, Precision.FP32);

    @TempDir
    Path folder;

    /** GFLOP/s of a step by precision and threads; products are as fast, unless they have a rate of their own. */
    private final Map<String, Double> steps = new HashMap<>();

    private final Map<String, Double> products = new HashMap<>();
    private final Set<String> tried = new LinkedHashSet<>();
    private double compiling = 0.1;
    private long nanos;
    private int opened;
    private MeasurementCache measurements;
    private Clock clock = Clock.fixed(Instant.ofEpochSecond(1_800_000_000), ZoneOffset.UTC);

    @BeforeEach
    void prepare() {
        measurements = new MeasurementCache(folder, new Processor("loom", 8, 4, "avx2"));
    }

    /** A machine whose time passes only where it computes. */
    private final class FakeWorkload implements Autotuner.Workload {
        FakeWorkload() {
            opened++;
        }

        @Override
        public double product(Precision precision, int threads, int size) {
            String key = precision + " " + threads;
            return spend(2.0 * size * size * size / 1e9 / products.getOrDefault(key, steps.getOrDefault(key, 1.0)));
        }

        @Override
        public Autotuner.Step step(Precision precision) {
            return new FakeStep(precision);
        }

        @Override
        public void close() {
            opened--;
        }
    }

    private final class FakeStep implements Autotuner.Step {
        private final Precision precision;
        private boolean compiled;

        FakeStep(Precision precision) {
            this.precision = precision;
            opened++;
        }

        @Override
        public double seconds(int threads, int tokens) {
            assertThat(Integer.bitCount(tokens)).as("%d tokens", tokens).isOne();
            assertThat(tokens).isLessThanOrEqualTo(MAX_TOKENS);
            tried.add(precision + " " + threads);
            double seconds = tokens * flopsPerToken() / 1e9 / steps.get(precision + " " + threads);
            seconds += compiled ? 0 : compiling;
            compiled = true;
            return spend(seconds);
        }

        @Override
        public double flopsPerToken() {
            return 29e6;
        }

        @Override
        public void close() {
            opened--;
        }
    }

    private double spend(double seconds) {
        nanos += (long) (seconds * 1e9);
        return seconds;
    }

    private Autotuner tuner(boolean gpu) {
        return new Autotuner(measurements, clock, () -> nanos, "cpu.2.7.1", gpu, FakeWorkload::new);
    }

    private Autotuner.Choice choose() {
        Autotuner.Choice choice = tuner(false).choose(BOTH, List.of(1, 2, 4, 8), 4);
        assertThat(opened).as("everything that was opened is closed").isZero();
        return choice;
    }

    @Test
    void takesTheBetterPrecisionAndThenTheBestNumberOfThreads() {
        steps.putAll(Map.of("BF16 4", 200.0, "FP32 4", 100.0, "BF16 1", 60.0, "BF16 2", 110.0, "BF16 8", 150.0));
        assertThat(choose())
                .isEqualTo(new Autotuner.Choice(
                        Precision.BF16,
                        4,
                        "a small training step measured: bf16 200, fp32 100 GFLOP/s, just now",
                        "a small training step measured with 1: 60, 2: 110, 4: 200, 8: 150 GFLOP/s, just now"));
        assertThat(tried).containsExactly("BF16 4", "FP32 4", "BF16 8", "BF16 2", "BF16 1");
    }

    @Test
    void staysWithFp32WhereBf16GainsLittle() {
        steps.putAll(Map.of("BF16 4", 119.0, "FP32 4", 100.0, "FP32 1", 60.0, "FP32 2", 110.0, "FP32 8", 90.0));
        Autotuner.Choice choice = choose();
        assertThat(choice.precision()).isEqualTo(Precision.FP32);
        assertThat(choice.threads()).isEqualTo(2);
    }

    @Test
    void prefersMoreThreadsWhereFewerGainLittle() {
        steps.putAll(Map.of("BF16 4", 200.0, "FP32 4", 100.0, "BF16 1", 60.0, "BF16 2", 205.0, "BF16 8", 198.0));
        assertThat(choose().threads()).isEqualTo(8);
    }

    @Test
    void aPrecisionThatTheProcessorEmulatesIsNotTriedInAStep() {
        steps.putAll(Map.of("BF16 4", 1.0, "FP32 4", 100.0, "FP32 1", 30.0, "FP32 2", 60.0, "FP32 8", 90.0));
        Autotuner.Choice choice = choose();
        assertThat(choice.precision()).isEqualTo(Precision.FP32);
        assertThat(choice.whyPrecision())
                .isEqualTo("a small training step measured: bf16 not tried, its products are far slower, fp32 100"
                        + " GFLOP/s, just now");
        assertThat(tried).doesNotContain("BF16 4");
        nanos = 0;
        assertThat(choose()).isEqualTo(choice);
        assertThat(nanos).as("it is not tried again either").isZero();
    }

    @Test
    void oneThreadOfManyIsTriedOnlyWhileThereIsTime() {
        steps.putAll(Map.of("FP32 64", 0.8, "FP32 32", 0.7, "FP32 1", 0.02));
        Autotuner.Choice choice = tuner(false).choose(List.of(Precision.FP32), List.of(1, 32, 64), 64);
        assertThat(choice.threads()).isEqualTo(64);
        assertThat(tried).contains("FP32 32").doesNotContain("FP32 1");
        assertThat(nanos).isLessThanOrEqualTo(Autotuner.LIMIT.toNanos());
    }

    /**
     * Whatever the rates, from a slow core's to a large GPU's, with steps that get a part of what products do, and threads
     * that help or not, each a little more or less than the rule says.
     */
    @Test
    void neverTakesLongerThanItsLimit() {
        for (int seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            measurements.remove("");
            nanos = 0;
            compiling = 0.2 * random.nextDouble();
            List<Integer> counts = random.nextBoolean() ? List.of(1, 2) : List.of(1, 16, 32, 64);
            int usual = counts.get(counts.size() - 1);
            for (Precision precision : BOTH) {
                double most = Math.pow(10, 4 * random.nextDouble());
                double share = 0.2 + 0.8 * random.nextDouble();
                double scaling = random.nextDouble();
                for (int threads : counts) {
                    double product =
                            most * Math.pow((double) threads / usual, scaling) * (0.8 + 0.4 * random.nextDouble());
                    products.put(precision + " " + threads, product);
                    steps.put(precision + " " + threads, share * product);
                }
            }
            Autotuner.Choice choice = tuner(random.nextInt(4) == 0).choose(BOTH, counts, usual);
            assertThat(nanos / 1e9).as("seed %d: %s", seed, choice).isLessThanOrEqualTo(Autotuner.LIMIT.toSeconds());
        }
    }

    @Test
    void onAGpuAProductDecides() {
        products.putAll(Map.of("BF16 4", 700_000.0, "FP32 4", 50_000.0));
        assertThat(tuner(true).choose(BOTH, List.of(4), 4))
                .isEqualTo(new Autotuner.Choice(
                        Precision.BF16,
                        4,
                        "a large matrix product measured: bf16 700000, fp32 50000 GFLOP/s, just now",
                        "asked for, or all there are"));
        assertThat(tried).isEmpty();
    }

    @Test
    void staysTheSameUntilItIsForgotten() {
        steps.putAll(Map.of("BF16 4", 200.0, "FP32 4", 100.0, "BF16 1", 60.0, "BF16 2", 110.0, "BF16 8", 150.0));
        Autotuner.Choice first = choose();
        steps.putAll(Map.of("FP32 1", 300.0, "FP32 2", 200.0, "FP32 8", 100.0));
        measurements.put("training.AUTO.AUTO.0", 5);
        steps.replaceAll((way, rate) -> 1e4 / rate);
        tried.clear();
        clock = Clock.offset(clock, Duration.ofHours(5));
        Autotuner.Choice second = choose();
        assertThat(tried).isEmpty();
        assertThat(second.threads()).isEqualTo(first.threads());
        assertThat(second.precision()).isEqualTo(first.precision());
        assertThat(second.whyThreads()).endsWith("5 h ago");
        clock = Clock.offset(clock, Duration.ofDays(3));
        assertThat(choose().whyPrecision()).endsWith("3 days ago");

        Autotuner.forget(measurements);
        assertThat(choose().precision()).isEqualTo(Precision.FP32);
        assertThat(choose().threads()).isEqualTo(8);
        assertThat(measurements.number("training.AUTO.AUTO.0"))
                .as("other measurements stay")
                .hasValue(5);
    }

    @Test
    void measuresNothingThatAnOptionFixes() {
        assertThat(tuner(false).choose(List.of(Precision.FP32), List.of(3), 3))
                .isEqualTo(new Autotuner.Choice(Precision.FP32, 3, "asked for", "asked for, or all there are"));
        assertThat(nanos).isZero();
        steps.putAll(Map.of("FP32 1", 60.0, "FP32 2", 110.0));
        assertThat(tuner(false)
                        .choose(List.of(Precision.FP32), List.of(1, 2), 2)
                        .threads())
                .isEqualTo(2);
        assertThat(tried).containsExactly("FP32 2", "FP32 1");
    }

    @Test
    void aCacheThatCannotBeWrittenCostsMeasuringAgain() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        measurements = new MeasurementCache(file, new Processor("loom", 8, 4, "avx2"));
        steps.putAll(Map.of("FP32 1", 60.0, "FP32 2", 110.0));
        for (int time = 0; time < 2; time++) {
            assertThat(tuner(false)
                            .choose(List.of(Precision.FP32), List.of(1, 2), 2)
                            .threads())
                    .isEqualTo(2);
        }
    }

    @Nested
    class AProcessor {
        private Processor processor(String cpuinfo) throws IOException {
            Files.createDirectories(folder.resolve("proc"));
            Files.writeString(folder.resolve("proc/cpuinfo"), cpuinfo);
            return Processor.of(new HostSystem(NativePlatform.LINUX_X86_64, folder, Map.of()));
        }

        @Test
        void hasAsManyCoresAsAreDistinct() throws IOException {
            Processor two = processor("""
                    processor : 0
                    model name : Loom (R) 9000 @ 2 GHz
                    stepping : 7
                    physical id : 0
                    core id : 0
                    flags : fpu fma avx2 avx512f avx512vl avx512bw avx512dq avx512_bf16
                    processor : 1
                    model name : Loom (R) 9000 @ 2 GHz
                    stepping : 7
                    physical id : 0
                    core id : 0
                    """);
            assertThat(two.physical()).isEqualTo(1);
            assertThat(two.name()).endsWith("-loom-r-9000-2-ghz-7");
            assertThat(two.capability()).isEqualTo("avx512 avx512_bf16");
            assertThat(processor("processor : 0\n").physical()).isEqualTo(two.logical());
            assertThat(processor("flags : fma avx2 f16c\n").capability()).isEqualTo("avx2");
        }

        @Test
        void hasAFewNumbersOfThreadsWorthATry() {
            assertThat(new Processor("", 64, 32, "").threadCounts(64)).containsExactly(1, 16, 32, 64);
            assertThat(new Processor("", 64, 32, "").threadCounts(20)).containsExactly(1, 16, 20);
            assertThat(new Processor("", 2, 2, "").threadCounts(2)).containsExactly(1, 2);
            assertThat(new Processor("", 1, 1, "").threadCounts(1)).containsExactly(1);
        }
    }

    @Test
    void settingsOfATrainingAreReadBackWholeOrNotAtAll() {
        ComputeSettings settings = new ComputeSettings("loom", "cpu", Precision.BF16, 12);
        assertThat(ComputeSettings.fromHeader(settings.toHeader())).contains(settings);
        for (String key : settings.toHeader().keySet()) {
            Map<String, String> incomplete = new HashMap<>(settings.toHeader());
            incomplete.remove(key);
            assertThat(ComputeSettings.fromHeader(incomplete))
                    .as("without %s", key)
                    .isEmpty();
        }
        Map<String, String> wrong = new HashMap<>(settings.toHeader());
        wrong.put("pytorch.threads", "0");
        assertThat(ComputeSettings.fromHeader(wrong)).isEmpty();
    }
}
