// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.ModelDimensions;
import dev.seance.api.model.TrainableModel;
import dev.seance.api.run.Environment;
import dev.seance.api.step.StepInputs;
import dev.seance.api.testing.ByteVocabulary;
import dev.seance.api.testing.MemoryCorpus;
import dev.seance.api.testing.TestContext;
import dev.seance.api.testing.ToyBackend;
import dev.seance.api.testing.ToyFamily;
import dev.seance.api.testing.ToyMachine;
import dev.seance.api.training.EstimateRequest;
import dev.seance.api.training.TrainingEstimate;
import dev.seance.api.training.TrainingJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A training with a budget of minutes, whose number of steps is measured and then fixed. */
class MinutesTest {

    private static final ModelConfig CONFIG =
            ToyFamily.config(new ModelDimensions(1, 8, 1, 1, 32, 16, new ByteVocabulary().size()));

    /** A toy takes microseconds a step, so that not these minutes but the most steps end it, on however slow a machine. */
    private static final double MINUTES = 1;

    private static final long MOST = 120;

    @TempDir
    private Path folder;

    private int runs;

    @Test
    void isPlannedWithTheMostSteps() {
        TrainingEstimate estimate =
                pretrain(Optional.empty(), 4).estimate(new EstimateRequest(CONFIG, OptionalLong.empty()));
        assertThat(estimate.steps()).isPresent();
        assertThat(estimate.minutes()).hasValue(4);
        assertThat(pretrain(Optional.of(7L), 4)
                        .estimate(new EstimateRequest(CONFIG, OptionalLong.empty()))
                        .steps())
                .hasValue(7);
        assertThat(estimate.derived().get("steps")).startsWith("at most ");
    }

    @Test
    void isOptimizerStepsOrMinutesOrBoth() {
        assertThatThrownBy(() -> new StepBudget(Optional.empty(), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(new StepBudget(Optional.of(5L), Optional.empty())).hasToString("5 steps");
        assertThat(new StepBudget(Optional.empty(), Optional.of(4.0))).hasToString("4.0 minutes");
        assertThat(new StepBudget(Optional.of(5L), Optional.of(4.0))).hasToString("5 steps, at most 4.0 minutes");
    }

    @Test
    void reportsTheStepsAndTheMeasuredTimeOfOne() throws IOException {
        TestContext context = context("reported");
        train(context, MOST, new ToyBackend());
        assertThat(context.summary().get("steps")).isBetween((double) StepCount.LEAST, (double) MOST);
        assertThat(context.summary().get("measuredSecondsPerStep")).isBetween(1e-9, 10.0);
        assertThat(context.notes()).anyMatch(note -> note.matches("\\S+ s a step: \\d+ steps fit into 1.0 minutes"));
        TestContext counted = context("counted");
        train(counted, OptionsOf.steps(30), new ToyBackend());
        assertThat(counted.summary()).doesNotContainKey("measuredSecondsPerStep");
        assertThat(counted.workspace().resolve(StepCount.FILE)).doesNotExist();
    }

    @Test
    void beingKilledAtAnyTickLeavesNoTrace() throws IOException {
        // Killed before the steps are fixed, a training may come to another number: it is the same for all as the most.
        ToyBackend counted = new ToyBackend();
        byte[] whole = train(context("whole"), StepCount.LEAST + 1, counted);
        long ticks = counted.machine().ticks();
        assertThat(ticks).isGreaterThan(3 * StepCount.LEAST);
        for (long tick = 1; tick <= ticks; tick += 2) {
            TestContext context = context("killed-" + tick);
            ToyBackend backend = new ToyBackend();
            backend.machine().dieAt(tick);
            assertThatThrownBy(() -> train(context, StepCount.LEAST + 1, backend))
                    .as("tick %d", tick)
                    .isInstanceOf(ToyMachine.Died.class);
            assertThat(train(context, StepCount.LEAST + 1, backend))
                    .as("after a death at tick %d of %d", tick, ticks)
                    .isEqualTo(whole);
        }
    }

    @Test
    void keepsTheFixedStepsThatItWasKilledWith() throws IOException {
        ToyBackend counted = new ToyBackend();
        TestContext uninterrupted = context("uninterrupted");
        fix(uninterrupted, 57);
        byte[] whole = train(uninterrupted, MOST, counted);
        assertThat(uninterrupted.summary()).containsEntry("steps", 57.0).containsEntry("measuredSecondsPerStep", 0.125);
        for (long tick = 1; tick <= counted.machine().ticks(); tick += 7) {
            TestContext context = context("fixed-" + tick);
            fix(context, 57);
            ToyBackend backend = new ToyBackend();
            backend.machine().dieAt(tick);
            assertThatThrownBy(() -> train(context, MOST, backend)).isInstanceOf(ToyMachine.Died.class);
            assertThat(train(context, MOST, backend)).as("tick %d", tick).isEqualTo(whole);
        }
        TestContext other = context("other");
        fix(other, 58);
        assertThat(train(other, MOST, new ToyBackend()))
                .as("weights depend on the number of steps")
                .isNotEqualTo(whole);
    }

    /** Fixes a number of steps as an execution does that is killed right after it. */
    private void fix(TestContext context, long steps) throws IOException {
        TestContext measured = context("measured-" + runs);
        ToyBackend dying = new ToyBackend();
        train(measured, MOST, dying);
        Map<String, String> lines =
                new HashMap<>(SealedProperties.read(measured.workspace().resolve(StepCount.FILE), "seance-steps 1"));
        assertThat(lines).containsEntry("measuredUntil", "20");
        lines.remove("sha256");
        lines.put("steps", Long.toString(steps));
        lines.put("secondsPerStep", "0.125");
        SealedProperties.write(context.workspace().resolve(StepCount.FILE), lines);
    }

    private TestContext context(String name) throws IOException {
        return new TestContext(Files.createDirectories(folder.resolve(name)), 7);
    }

    private byte[] train(TestContext context, long most, ToyBackend backend) throws IOException {
        return train(context, Optional.of(new StepBudget(Optional.of(most), Optional.of(MINUTES))), backend);
    }

    private byte[] train(TestContext context, Optional<StepBudget> steps, ToyBackend backend) throws IOException {
        Path output = Files.createDirectory(folder.resolve("output-" + runs++));
        StepInputs inputs = new StepInputs(
                List.of(new MemoryCorpus("books", Prose.documents(6, 1), Prose.documents(2, 100))),
                List.of(new ByteVocabulary()),
                List.of(),
                List.of());
        pretrain(steps).train(new TrainingJob(CONFIG, new ByteVocabulary(), backend, inputs, output), context);
        return Files.readAllBytes(output.resolve(TrainableModel.WEIGHTS));
    }

    private Pretrain pretrain(Optional<Long> count, double minutes) {
        return pretrain(Optional.of(new StepBudget(count, Optional.of(minutes))));
    }

    private Pretrain pretrain(Optional<StepBudget> steps) {
        Map<String, Object> given = new HashMap<>(PretrainTest.SMALL);
        given.putAll(Map.of("steps", steps, "sampleEvery", 0L, "validateEvery", 15L, "checkpointEvery", 7L));
        return new Pretrain(
                OptionsOf.type(PretrainOptions.class, given), new Environment(folder, true, 2, Clock.systemUTC()));
    }
}
