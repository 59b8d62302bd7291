// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seance.api.dialogue.Dialogues;
import dev.seance.api.model.ModelBackend;
import dev.seance.api.model.TrainableModel;
import dev.seance.api.step.StepInputs;
import dev.seance.api.testing.ByteVocabulary;
import dev.seance.api.testing.MemoryDialogues;
import dev.seance.api.testing.TestContext;
import dev.seance.api.testing.ToyBackend;
import dev.seance.api.training.Trainer;
import dev.seance.api.training.TrainerContract;
import dev.seance.api.training.TrainingJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pf4j.ExtensionPoint;

/** A fine-tuning that learns its few dialogues by heart and is to end before that; the contract holds for it too. */
class EarlyStoppingTest extends TrainerContract {

    private static final Map<String, Object> BY_HEART = Map.of(
            "batchSequences",
            4,
            "microBatch",
            4,
            "optimizer",
            OptionsOf.tableRates(0.02),
            "epochs",
            60,
            "validationFraction",
            0.3,
            "validateEvery",
            4L,
            "sampleEvery",
            0L,
            "checkpointEvery",
            5L);

    private static final int DIALOGUES = 24;

    @TempDir
    private Path folder;

    @Override
    protected Class<? extends ExtensionPoint> extension() {
        return Finetune.class;
    }

    @Override
    protected Trainer trainer() {
        return finetune(Map.of("patience", 3L));
    }

    @Override
    protected StepInputs inputs(ModelBackend backend, Path base) throws IOException {
        List<Dialogues> dialogues = List.of(new MemoryDialogues("talks", Prose.dialogues(DIALOGUES, 3, 1)));
        return FinetuneTest.inputs(backend, base, dialogues);
    }

    @Test
    void endsWhenItNoLongerImprovesAndKeepsTheBestWeights() throws IOException {
        TestContext all = train(finetune(Map.of()), "all");
        TestContext patient = train(trainer(), "patient");
        List<Double> measured = measured(patient);
        double best = Collections.min(measured);
        assertThat(patient.summary().get("steps")).isLessThan(all.summary().get("steps"));
        assertThat(measured.subList(measured.size() - 4, measured.size()))
                .as("three in a row that were no better, and the last of them once more at the end")
                .allMatch(each -> each > best);
        assertThat(measured.get(measured.size() - 5)).isEqualTo(best);
        assertThat(patient.summary()).containsEntry("bitsPerByte", best).containsEntry("bitsPerByteBest", best);
        long bestStep = 4L * (measured.size() - 5);
        assertThat(patient.notes()).contains("step " + bestStep + " validated best; its weights become the model");
        assertThat(folder.resolve("patient-output").resolve(TrainableModel.WEIGHTS))
                .hasSameBinaryContentAs(
                        folder.resolve("patient-workspace/best-" + bestStep).resolve(TrainableModel.WEIGHTS));
    }

    @Test
    void keepsTheBestWeightsOnlyAsLongAsACheckpointNeedsThem() throws IOException {
        train(trainer(), "kept");
        try (Stream<Path> files = Files.list(folder.resolve("kept-workspace"))) {
            assertThat(files.filter(file -> file.getFileName().toString().startsWith("best-")))
                    .hasSizeBetween(1, 3);
        }
    }

    @Test
    void endsWithTheLastWeightsWhenNothingIsHeldOut() throws IOException {
        double all = train(finetune(Map.of("epochs", 5)), "plain").summary().get("steps");
        TestContext blind = train(finetune(Map.of("epochs", 5, "patience", 1L, "validationFraction", 0.0)), "blind");
        assertThat(blind.summary().get("steps")).isGreaterThanOrEqualTo(all);
        assertThat(blind.summary()).doesNotContainKey("bitsPerByte");
    }

    private TestContext train(Trainer trainer, String name) throws IOException {
        Path output = Files.createDirectory(folder.resolve(name + "-output"));
        TestContext context = new TestContext(Files.createDirectory(folder.resolve(name + "-workspace")), 7);
        ToyBackend backend = new ToyBackend();
        StepInputs inputs = inputs(backend, Files.createDirectory(folder.resolve(name + "-base")));
        trainer.train(new TrainingJob(config(), new ByteVocabulary(), backend, inputs, output), context);
        return context;
    }

    private static List<Double> measured(TestContext context) {
        return context.points().stream()
                .filter(point -> point.containsKey("bitsPerByte"))
                .map(point -> point.get("bitsPerByte"))
                .toList();
    }

    private static Finetune finetune(Map<String, Object> changes) {
        Map<String, Object> given = new HashMap<>(BY_HEART);
        given.putAll(changes);
        return new Finetune(OptionsOf.type(FinetuneOptions.class, given));
    }
}
