// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seance.api.dialogue.Dialogues;
import dev.seance.api.model.ModelBackend;
import dev.seance.api.model.TrainableModel;
import dev.seance.api.model.TrainedModel;
import dev.seance.api.run.UserError;
import dev.seance.api.step.StepInputs;
import dev.seance.api.testing.ByteVocabulary;
import dev.seance.api.testing.MemoryDialogues;
import dev.seance.api.testing.TestContext;
import dev.seance.api.testing.ToyBackend;
import dev.seance.api.training.EstimateRequest;
import dev.seance.api.training.Trainer;
import dev.seance.api.training.TrainerContract;
import dev.seance.api.training.TrainingJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pf4j.ExtensionPoint;

class FinetuneTest extends TrainerContract {

    private static final Map<String, Object> SMALL = Map.of(
            "batchSequences",
            4,
            "microBatch",
            2,
            "optimizer",
            OptionsOf.tableRates(0.05),
            "epochs",
            3,
            "validateEvery",
            6L,
            "sampleEvery",
            9L,
            "checkpointEvery",
            5L,
            "prompts",
            List.of("Who?"));

    @TempDir
    private Path folder;

    @Override
    protected Class<? extends ExtensionPoint> extension() {
        return Finetune.class;
    }

    @Override
    protected Trainer trainer() {
        return finetune(Map.of());
    }

    @Override
    protected StepInputs inputs(ModelBackend backend, Path base) throws IOException {
        return inputs(backend, base, List.of(new MemoryDialogues("talks", Prose.dialogues(60, 3, 1))));
    }

    @Test
    void doesNotKnowItsStepsBeforeTheDialoguesExist() {
        assertThat(trainer().estimate(new EstimateRequest(config(), OptionalLong.empty())))
                .satisfies(estimate -> assertThat(estimate.steps()).isEmpty())
                .satisfies(estimate -> assertThat(estimate.tokensPerStep()).isEqualTo(64));
    }

    @Test
    void measuresRepliesThatItDoesNotLearn() throws IOException {
        TestContext context =
                train(finetune(Map.of()), Prose.dialogues(60, 3, 1).size());
        assertThat(context.summary()).containsKeys("bitsPerByte", "bitsPerByteBefore", "validationLoss");
        assertThat(context.summary().get("bitsPerByte"))
                .isLessThan(context.summary().get("bitsPerByteBefore"));
        assertThat(context.notes()).anyMatch(note -> note.startsWith("step 9, \"Who?\": "));
    }

    @Test
    void learnsAtLeastOneStepFromOneDialogue() throws IOException {
        TestContext context = train(finetune(Map.of("epochs", 1)), 1);
        assertThat(context.summary().get("steps")).isEqualTo(1);
        assertThat(context.summary()).doesNotContainKey("bitsPerByte");
        assertThat(context.notes()).anyMatch(note -> note.contains("no validation"));
    }

    @Test
    void refusesToLearnFromNothing() {
        assertThatThrownBy(() -> train(finetune(Map.of()), 0))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("[test-step] none of 0 dialogues has a reply");
    }

    @Test
    void refusesWeightsThatLeaveNothing() {
        assertThatThrownBy(() -> train(finetune(Map.of("weights", Map.of("talks", 1e-9))), 1))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("so low that 3 epochs have no dialogue");
    }

    @Test
    void refusesAWeightForNoInput() {
        assertThatThrownBy(() -> train(finetune(Map.of("weights", Map.of("scenes", 2.0))), 30))
                .isInstanceOf(UserError.class)
                .hasMessage("[test-step] weights: 'scenes' is not an input of this step (have: talks)");
    }

    @Test
    void repeatsTheDialoguesOfAnInputAsOftenAsItWeighs() throws IOException {
        double once = train(finetune(Map.of()), 30).summary().get("tokens");
        double thrice = train(finetune(Map.of("weights", Map.of("talks", 3.0))), 30)
                .summary()
                .get("tokens");
        assertThat(thrice / once).isBetween(2.5, 3.5);
    }

    @Test
    void takesNoMoreOfAnInputThanTheMostGiven() throws IOException {
        double all = train(finetune(Map.of()), 300).summary().get("tokens");
        double some = train(finetune(Map.of("maxDialogues", Optional.of(100L))), 300)
                .summary()
                .get("tokens");
        double more = train(finetune(Map.of("maxDialogues", Optional.of(1000L))), 300)
                .summary()
                .get("tokens");
        assertThat(some / all).isBetween(0.25, 0.42);
        assertThat(more).isEqualTo(all);
    }

    @Test
    void endsAfterItsStepsWhereTheEpochsHaveMore() throws IOException {
        double all = train(finetune(Map.of()), 300).summary().get("steps");
        assertThat(all).isGreaterThan(StepCount.LEAST + 2);
        assertThat(train(finetune(Map.of("steps", OptionsOf.steps(5))), 300).summary())
                .containsEntry("steps", 5.0);
        assertThat(train(finetune(Map.of("steps", OptionsOf.steps(100_000))), 300)
                        .summary())
                .containsEntry("steps", all);
        Optional<StepBudget> ample = Optional.of(new StepBudget(Optional.empty(), Optional.of(100.0)));
        assertThat(train(finetune(Map.of("steps", ample)), 300).summary())
                .containsEntry("steps", all)
                .containsKey("measuredSecondsPerStep");
    }

    @Test
    void aWarmStartGoesOnWithTheMomentsOfTheTrainingBefore() throws IOException {
        Path first = tuned(finetune(Map.of("keepOptimizer", true)), untrained());
        assertThat(first.resolve(TrainingLoop.CHECKPOINTS)).isDirectory();

        Path fresh = tuned(finetune(Map.of()), first);
        Path warm = tuned(finetune(Map.of("optimizerState", OptimizerState.WARM)), first);
        assertThat(Files.readAllBytes(warm.resolve(TrainableModel.WEIGHTS)))
                .isNotEqualTo(Files.readAllBytes(fresh.resolve(TrainableModel.WEIGHTS)));
        assertThat(WarmStart.of(trained(first), "chat").steps()).isEqualTo((long) steps);
    }

    @Test
    void aWarmStartNeedsTheStateOfTheVeryModel() throws IOException {
        Finetune warm = finetune(Map.of("optimizerState", OptimizerState.WARM));
        Path without = tuned(finetune(Map.of()), untrained());
        assertThatThrownBy(() -> tuned(warm, without))
                .isInstanceOf(UserError.class)
                .hasMessage("[test-step] optimizer-state: warm, but the model of 'base' has no optimiser's state beside"
                        + " it; set keep-optimizer: true in the step that makes it, or optimizer-state: fresh here");

        Path other = tuned(finetune(Map.of("keepOptimizer", true)), untrained());
        try (TrainableModel changed = new ToyBackend().create(config(), 99)) {
            changed.save(other, false);
        }
        assertThatThrownBy(() -> tuned(warm, other))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("has other weights than its last checkpoint (checkpoint-");
    }

    private double steps;

    private Path untrained() throws IOException {
        Path base = Files.createDirectory(folder.resolve("untrained-" + ++trainings));
        try (TrainableModel model = new ToyBackend().create(config(), 5)) {
            model.save(base, false);
        }
        return base;
    }

    private static TrainedModel trained(Path base) {
        return new TrainedModel("base", base, config(), new ByteVocabulary(), new ToyBackend());
    }

    /** Tunes the model in a folder and gives the folder of the result. */
    private Path tuned(Trainer trainer, Path base) throws IOException {
        trainings++;
        Path output = Files.createDirectory(folder.resolve("tuned-" + trainings));
        TestContext context = new TestContext(Files.createDirectory(folder.resolve("work-" + trainings)), 7);
        StepInputs inputs = new StepInputs(
                List.of(),
                List.of(),
                List.of(trained(base)),
                List.of(new MemoryDialogues("talks", Prose.dialogues(60, 3, 1))));
        trainer.train(new TrainingJob(config(), new ByteVocabulary(), new ToyBackend(), inputs, output), context);
        steps = context.summary().get("steps");
        return output;
    }

    private int trainings;

    private TestContext train(Trainer trainer, int dialogues) throws IOException {
        trainings++;
        Path base = Files.createDirectory(folder.resolve("base-" + trainings));
        Path output = Files.createDirectory(folder.resolve("output-" + trainings));
        TestContext context = new TestContext(Files.createDirectory(folder.resolve("workspace-" + trainings)), 7);
        ToyBackend backend = new ToyBackend();
        StepInputs inputs =
                inputs(backend, base, List.of(new MemoryDialogues("talks", Prose.dialogues(dialogues, 3, 1))));
        trainer.train(new TrainingJob(config(), new ByteVocabulary(), backend, inputs, output), context);
        return context;
    }

    private static Finetune finetune(Map<String, Object> changes) {
        Map<String, Object> given = new HashMap<>(SMALL);
        given.putAll(changes);
        return new Finetune(OptionsOf.type(FinetuneOptions.class, given));
    }

    static StepInputs inputs(ModelBackend backend, Path base, List<Dialogues> dialogues) throws IOException {
        try (TrainableModel model = backend.create(config(), 5)) {
            model.save(base, false);
        }
        TrainedModel trained = new TrainedModel("base", base, config(), new ByteVocabulary(), backend);
        return new StepInputs(List.of(), List.of(), List.of(trained), dialogues);
    }
}
