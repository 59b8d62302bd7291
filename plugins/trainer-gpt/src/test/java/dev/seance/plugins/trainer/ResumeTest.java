// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seance.api.corpus.Document;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.ModelDimensions;
import dev.seance.api.model.TrainableModel;
import dev.seance.api.run.Environment;
import dev.seance.api.run.StopException;
import dev.seance.api.run.UserError;
import dev.seance.api.step.StepInputs;
import dev.seance.api.testing.ByteVocabulary;
import dev.seance.api.testing.MemoryCorpus;
import dev.seance.api.testing.TestContext;
import dev.seance.api.testing.ToyBackend;
import dev.seance.api.testing.ToyFamily;
import dev.seance.api.testing.ToyMachine;
import dev.seance.api.training.TrainingJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code resume} says a training goes on from. */
class ResumeTest {

    private static final ModelConfig SHAPE =
            ToyFamily.config(new ModelDimensions(1, 8, 1, 1, 32, 16, new ByteVocabulary().size()));

    @TempDir
    private Path folder;

    private int runs;

    @Test
    void trueIsAnErrorWhenNothingWasLeft() {
        assertThatThrownBy(() -> train("alone", Map.of("resume", "true"), books(), SHAPE))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(
                        "[test-step] resume: true, but there is no checkpoint in " + folder.resolve("alone"));
    }

    @Test
    void trueGoesOnFromWhatWasLeftAndNeutralOptionsMayChange() throws IOException {
        Path whole = train("whole", Map.of(), books(), SHAPE);
        interrupt("cut");
        Path resumed = train(
                "cut",
                Map.of("resume", "true", "validateEvery", 3L, "sampleEvery", 0L, "checkpointEvery", 7L, "keepLast", 1),
                books(),
                SHAPE);
        assertThat(resumed.resolve(TrainableModel.WEIGHTS))
                .hasSameBinaryContentAs(whole.resolve(TrainableModel.WEIGHTS));
    }

    @Test
    void aPathGoesOnFromThereToTheSameWeights() throws IOException {
        Path whole = train("whole", Map.of("keepEvery", 8L), books(), SHAPE);
        Path kept = whole.resolve("checkpoints/checkpoint-8");
        TestContext context = context("elsewhere");
        Path resumed = train(context, Map.of("keepEvery", 8L, "resume", kept.toString()), books(), SHAPE);
        assertThat(resumed.resolve(TrainableModel.WEIGHTS))
                .hasSameBinaryContentAs(whole.resolve(TrainableModel.WEIGHTS));
        assertThat(context.points().stream()
                        .filter(point -> point.containsKey("loss"))
                        .findFirst()
                        .orElseThrow())
                .containsEntry("position", 9.0);
        assertThat(context.notes()).anyMatch(note -> note.startsWith("resuming after step 8 of 24 from "));
    }

    @Test
    void anInterruptedRunFromAPathGoesOnFromItsOwnCheckpoints() throws IOException {
        Path whole = train("whole", Map.of("keepEvery", 8L), books(), SHAPE);
        Map<String, Object> options = Map.of("keepEvery", 8L, "resume", whole.toString());
        Path workspace = Files.createDirectories(folder.resolve("again"));
        TestContext stopping =
                new TestContext(workspace, 7).stoppingWhen(() -> Files.exists(workspace.resolve("checkpoint-24")));
        assertThatThrownBy(() -> train(stopping, options, books(), SHAPE)).isInstanceOf(StopException.class);
        TestContext context = new TestContext(workspace, 7);
        train(context, options, books(), SHAPE);
        assertThat(context.notes()).contains("resuming after step 24 of 24");
    }

    @Test
    void fromElsewhereOtherOptionsMayDifferAndAreTold() throws IOException {
        Path whole = train("whole", Map.of("keepEvery", 8L), books(), SHAPE);
        Path kept = whole.resolve("checkpoints/checkpoint-8");
        TestContext context = context("slower");
        train(context, Map.of("resume", kept.toString(), "learningRateScale", 0.5), books(), SHAPE);
        assertThat(context.notes())
                .anyMatch(note -> note.startsWith("it was trained with other settings: ")
                        && note.contains("learning-rate-scale 1.0, here 0.5"));
    }

    @Test
    void refusesWhatDoesNotFit() throws IOException {
        Path whole = train("whole", Map.of("keepEvery", 8L), books(), SHAPE);
        Map<String, Object> from =
                Map.of("resume", whole.resolve("checkpoints/checkpoint-8").toString());
        ModelConfig wider = ToyFamily.config(new ModelDimensions(1, 16, 1, 1, 32, 16, new ByteVocabulary().size()));
        assertThatThrownBy(() -> train("wide", from, books(), wider))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("a checkpoint of another training: width 8, here 16");
        assertThatThrownBy(() -> train("other", from, Prose.documents(7, 3), SHAPE))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("other training data");
        Map<String, Object> shorter = new HashMap<>(from);
        shorter.put("steps", OptionsOf.steps(5));
        assertThatThrownBy(() -> train("short", shorter, books(), SHAPE))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("a checkpoint of step 8, and this training has 5 steps");
    }

    @Test
    void refusesAPathWithoutACheckpoint() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        for (Path path : List.of(empty, folder.resolve("nowhere"))) {
            assertThatThrownBy(() -> train("lost", Map.of("resume", path.toString()), books(), SHAPE))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("resume: no checkpoint in " + path);
        }
    }

    @Test
    void doesNotBeginAnewWhenEveryCheckpointIsDamaged() throws IOException {
        interrupt("cut");
        for (CheckpointStore.Found found : CheckpointStore.in(folder.resolve("cut"))) {
            Files.write(found.folder().resolve(TrainableModel.OPTIMIZER), new byte[5]);
        }
        assertThatThrownBy(() -> train("cut", Map.of(), books(), SHAPE))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith("[test-step] cannot resume: ")
                .hasMessageContaining(TrainableModel.OPTIMIZER + ": has 5 bytes, expected ")
                .hasMessageContaining("delete it to start from the beginning");
    }

    @Test
    void aGradientThatIsNoNumberLeavesACheckpointToGoOnFrom() throws IOException {
        ToyBackend backend = new ToyBackend();
        TestContext context = context("mad");
        // The look before the first step takes some ticks; a step is two micro-batches and an update.
        ToyBackend counted = new ToyBackend();
        Path workspace = Files.createDirectories(folder.resolve("counted"));
        TestContext counting =
                new TestContext(workspace, 7).stoppingWhen(() -> Files.exists(workspace.resolve("checkpoint-5")));
        assertThatThrownBy(() -> train(counting, Map.of(), books(), SHAPE, counted))
                .isInstanceOf(StopException.class);
        // Stopped before the first micro-batch of step 6: its update is three ticks on.
        backend.machine().divergeAt(counted.machine().ticks() + 3);
        assertThatThrownBy(() -> train(context, Map.of(), books(), SHAPE, backend))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("the gradient norm is NaN (documents of the batch: book-")
                .hasMessageMatching(
                        "(?s).*the last good checkpoint is .*checkpoint-\\d+; .*with resume: and this path.*");
    }

    @Test
    @Tag("full")
    void beingKilledAtAnyTickLeavesNoTrace() throws IOException {
        Map<String, Object> few = Map.of(
                "steps",
                OptionsOf.steps(4),
                "checkpointEvery",
                2L,
                "keepEvery",
                3L,
                "validateEvery",
                3L,
                "sampleEvery",
                0L);
        ToyBackend counted = new ToyBackend();
        Path whole = train(context("whole"), few, books(), SHAPE, counted);
        long ticks = counted.machine().ticks();
        assertThat(ticks).isGreaterThan(20);
        for (long tick = 1; tick <= ticks; tick++) {
            TestContext context = context("killed-" + tick);
            ToyBackend backend = new ToyBackend();
            backend.machine().dieAt(tick);
            assertThatThrownBy(() -> train(context, few, books(), SHAPE, backend))
                    .as("tick %d", tick)
                    .isInstanceOf(ToyMachine.Died.class);
            Path again = train(context, few, books(), SHAPE, backend);
            for (String file : List.of(
                    TrainableModel.WEIGHTS,
                    "checkpoints/checkpoint-3/" + TrainableModel.WEIGHTS,
                    "checkpoints/checkpoint-3/" + TrainableModel.OPTIMIZER)) {
                assertThat(again.resolve(file))
                        .as("%s after a death at tick %d of %d", file, tick, ticks)
                        .hasSameBinaryContentAs(whole.resolve(file));
            }
        }
    }

    private void interrupt(String name) throws IOException {
        ToyBackend dying = new ToyBackend();
        dying.machine().dieAt(50);
        TestContext context = context(name);
        assertThatThrownBy(() -> train(context, Map.of(), books(), SHAPE, dying))
                .isInstanceOf(ToyMachine.Died.class);
        assertThat(CheckpointStore.in(folder.resolve(name))).isNotEmpty();
    }

    private TestContext context(String name) throws IOException {
        return new TestContext(Files.createDirectories(folder.resolve(name)), 7);
    }

    private Path train(String name, Map<String, Object> options, List<Document> books, ModelConfig shape)
            throws IOException {
        return train(context(name), options, books, shape);
    }

    private Path train(TestContext context, Map<String, Object> options, List<Document> books, ModelConfig shape)
            throws IOException {
        return train(context, options, books, shape, new ToyBackend());
    }

    private Path train(
            TestContext context,
            Map<String, Object> options,
            List<Document> books,
            ModelConfig shape,
            ToyBackend backend)
            throws IOException {
        Map<String, Object> given = new HashMap<>(PretrainTest.SMALL);
        given.putAll(options);
        Path output = Files.createDirectory(folder.resolve("output-" + runs++));
        StepInputs inputs = new StepInputs(
                List.of(new MemoryCorpus("books", books, Prose.documents(2, 100))),
                List.of(new ByteVocabulary()),
                List.of(),
                List.of());
        new Pretrain(OptionsOf.type(PretrainOptions.class, given), new Environment(folder, true, 2, Clock.systemUTC()))
                .train(new TrainingJob(shape, new ByteVocabulary(), backend, inputs, output), context);
        return output;
    }

    private static List<Document> books() {
        return Prose.documents(6, 1);
    }
}
