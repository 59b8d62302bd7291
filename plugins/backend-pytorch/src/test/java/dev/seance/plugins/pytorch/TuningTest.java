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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TuningTest {
    private static final List<Precision> BOTH = List.of(Precision.BF16, Precision.FP32);

    @TempDir
    Path folder;

    private final Map<String, Double> machine = new HashMap<>();
    private final List<String> tried = new ArrayList<>();
    private MachineNotes notes;
    private Clock clock = Clock.fixed(Instant.ofEpochSecond(1_800_000_000), ZoneOffset.UTC);

    @BeforeEach
    void prepare() {
        notes = new MachineNotes(folder, new Processor("loom", 8, 4));
    }

    private Tuning tuning() {
        return new Tuning(notes, clock, "cpu.2.7.1", (precision, threads) -> {
            tried.add(precision + " " + threads);
            return 1e9 * machine.get(precision + " " + threads);
        });
    }

    private Tuning.Choice choose() {
        return tuning().choose(BOTH, List.of(1, 2, 4, 8), 4);
    }

    @Test
    void takesTheBetterPrecisionAndThenTheBestNumberOfThreads() {
        machine.putAll(Map.of("BF16 4", 200.0, "FP32 4", 100.0, "BF16 1", 60.0, "BF16 2", 110.0, "BF16 8", 150.0));
        assertThat(choose())
                .isEqualTo(new Tuning.Choice(
                        Precision.BF16,
                        4,
                        "a small training step measured: bf16 200, fp32 100 GFLOP/s, just now",
                        "a small training step measured with 1: 60, 2: 110, 4: 200, 8: 150 GFLOP/s, just now"));
        assertThat(tried).containsExactly("BF16 4", "FP32 4", "BF16 8", "BF16 2", "BF16 1");
    }

    @Test
    void staysWithFp32WhereBf16GainsLittle() {
        machine.putAll(Map.of("BF16 4", 119.0, "FP32 4", 100.0, "FP32 1", 60.0, "FP32 2", 110.0, "FP32 8", 90.0));
        Tuning.Choice choice = choose();
        assertThat(choice.precision()).isEqualTo(Precision.FP32);
        assertThat(choice.threads()).isEqualTo(2);
    }

    @Test
    void prefersMoreThreadsWhereFewerGainLittle() {
        machine.putAll(Map.of("BF16 4", 200.0, "FP32 4", 100.0, "BF16 1", 60.0, "BF16 2", 205.0, "BF16 8", 198.0));
        assertThat(choose().threads()).isEqualTo(8);
    }

    @Test
    void staysTheSameUntilItIsForgotten() {
        machine.putAll(Map.of("BF16 4", 200.0, "FP32 4", 100.0, "BF16 1", 60.0, "BF16 2", 110.0, "BF16 8", 150.0));
        Tuning.Choice first = choose();
        machine.putAll(Map.of("FP32 1", 300.0, "FP32 2", 200.0, "FP32 8", 100.0));
        notes.put("training.AUTO.AUTO.0", 5);
        machine.replaceAll((way, speed) -> 1 / speed);
        tried.clear();
        clock = Clock.offset(clock, Duration.ofHours(5));
        Tuning.Choice second = choose();
        assertThat(tried).isEmpty();
        assertThat(second.threads()).isEqualTo(first.threads());
        assertThat(second.precision()).isEqualTo(first.precision());
        assertThat(second.whyThreads()).endsWith("5 h ago");
        clock = Clock.offset(clock, Duration.ofDays(3));
        assertThat(choose().whyPrecision()).endsWith("3 days ago");

        Tuning.forget(notes);
        assertThat(choose().precision()).isEqualTo(Precision.FP32);
        assertThat(choose().threads()).isEqualTo(8);
        assertThat(notes.number("training.AUTO.AUTO.0")).as("other notes stay").hasValue(5);
    }

    @Test
    void triesNothingThatIsSettled() {
        assertThat(tuning().choose(List.of(Precision.FP32), List.of(3), 3))
                .isEqualTo(new Tuning.Choice(Precision.FP32, 3, "asked for", "asked for, or all there are"));
        assertThat(tried).isEmpty();
        machine.putAll(Map.of("FP32 1", 60.0, "FP32 2", 110.0));
        assertThat(tuning().choose(List.of(Precision.FP32), List.of(1, 2), 2).threads())
                .isEqualTo(2);
        assertThat(tried).containsExactly("FP32 2", "FP32 1");
    }

    @Nested
    class AProcessor {
        private Processor processor(String cpuinfo) throws IOException {
            Files.createDirectories(folder.resolve("proc"));
            Files.writeString(folder.resolve("proc/cpuinfo"), cpuinfo);
            return Processor.of(new Site(folder, Map.of()));
        }

        @Test
        void hasAsManyCoresAsAreDistinct() throws IOException {
            Processor two = processor("""
                    processor : 0
                    model name : Loom (R) 9000 @ 2 GHz
                    stepping : 7
                    physical id : 0
                    core id : 0
                    processor : 1
                    model name : Loom (R) 9000 @ 2 GHz
                    stepping : 7
                    physical id : 0
                    core id : 0
                    """);
            assertThat(two.physical()).isEqualTo(1);
            assertThat(two.name()).endsWith("-loom-r-9000-2-ghz-7");
            assertThat(processor("processor : 0\n").physical()).isEqualTo(two.logical());
        }

        @Test
        void hasAFewNumbersOfThreadsWorthATry() {
            assertThat(new Processor("", 64, 32).threadCounts(64)).containsExactly(1, 16, 32, 64);
            assertThat(new Processor("", 64, 32).threadCounts(20)).containsExactly(1, 16, 20);
            assertThat(new Processor("", 2, 2).threadCounts(2)).containsExactly(1, 2);
            assertThat(new Processor("", 1, 1).threadCounts(1)).containsExactly(1);
        }
    }

    @Test
    void whatATrainingComputedWithIsReadBackOrNotAtAll() {
        TrainedWith how = new TrainedWith("loom", "cpu", Precision.BF16, 12);
        assertThat(TrainedWith.fromHeader(how.toHeader())).contains(how);
        for (String key : how.toHeader().keySet()) {
            Map<String, String> torn = new HashMap<>(how.toHeader());
            torn.remove(key);
            assertThat(TrainedWith.fromHeader(torn)).as("without %s", key).isEmpty();
        }
        Map<String, String> wrong = new HashMap<>(how.toHeader());
        wrong.put("pytorch.threads", "0");
        assertThat(TrainedWith.fromHeader(wrong)).isEmpty();
    }
}
