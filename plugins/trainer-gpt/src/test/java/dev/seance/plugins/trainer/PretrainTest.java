// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.seance.api.corpus.Document;
import dev.seance.api.model.ModelBackend;
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
import dev.seance.api.training.EstimateRequest;
import dev.seance.api.training.Trainer;
import dev.seance.api.training.TrainerContract;
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
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pf4j.ExtensionPoint;

class PretrainTest extends TrainerContract {

    static final Map<String, Object> SMALL = Map.of(
            "batchTokens",
            64,
            "microBatch",
            2,
            "steps",
            OptionsOf.steps(24),
            "warmupSteps",
            2L,
            "optimizer",
            OptionsOf.tableRates(0.01),
            "validateEvery",
            6L,
            "sampleEvery",
            9L,
            "checkpointEvery",
            5L);

    @TempDir
    private Path folder;

    @Override
    protected Class<? extends ExtensionPoint> extension() {
        return Pretrain.class;
    }

    @Override
    protected Trainer trainer() {
        return pretrain(Map.of());
    }

    @Override
    protected StepInputs inputs(ModelBackend backend, Path unused) {
        return usual();
    }

    @Test
    void depth18ComesToThePublishedNumberOfSteps() {
        ModelConfig published = ToyFamily.config(new ModelDimensions(18, 1152, 9, 9, 4608, 2048, 32768));
        Pretrain pretrain = new Pretrain(OptionsOf.type(PretrainOptions.class, Map.of()), environment());
        assertThat(pretrain.estimate(new EstimateRequest(published, OptionalLong.empty()))
                        .steps())
                .hasValue(6496);
    }

    @Test
    void namesTheNearestBatchThatFits() {
        assertThatThrownBy(() -> pretrain(Map.of("batchTokens", 80))
                        .estimate(new EstimateRequest(config(), OptionalLong.empty())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "batch-tokens 80 is not a multiple of micro-batch 2 x context 16 = 32; set batch-tokens to 64 or"
                                + " 96");
        assertThatThrownBy(() -> pretrain(Map.of("batchTokens", 16))
                        .estimate(new EstimateRequest(config(), OptionalLong.empty())))
                .hasMessageEndingWith("set batch-tokens to 32, or micro-batch to 1");
    }

    @Test
    void saysWhenTokensPerParameterGiveLessThanAStep() {
        assertThatThrownBy(() -> pretrain(Map.of("steps", Optional.empty(), "tokensPerParameter", 0.001))
                        .estimate(new EstimateRequest(config(), OptionalLong.empty())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("lower batch-tokens, or set steps");
    }

    @Test
    void validatesBeforeInBetweenAndAfter() throws IOException {
        TestContext context = train(pretrain(Map.of()), usual());
        assertThat(context.points().stream()
                        .filter(point -> point.containsKey("bitsPerByte"))
                        .map(point -> point.get("position")))
                .containsExactly(0.0, 6.0, 12.0, 18.0, 24.0);
        assertThat(context.summary().get("bitsPerByte"))
                .isLessThan(context.summary().get("bitsPerByteBefore"));
        assertThat(context.notes()).anyMatch(note -> note.startsWith("step 9, \"My dear Sir\": "));
    }

    @Test
    void trainsWithoutValidationDocuments() throws IOException {
        TestContext context = train(pretrain(Map.of()), books(Prose.documents(6, 1), List.of()));
        assertThat(context.summary()).doesNotContainKey("bitsPerByte");
        assertThat(context.notes()).anyMatch(note -> note.contains("no validation"));
    }

    @Test
    void theMicroBatchDoesNotChangeTheResult() throws IOException {
        double two = train(pretrain(Map.of("microBatch", 2)), usual()).summary().get("loss");
        double four =
                train(pretrain(Map.of("microBatch", 4)), usual()).summary().get("loss");
        assertThat(four).isCloseTo(two, within(1e-4));
    }

    @Test
    void keepsTwoCheckpointsAndNothingUnfinished() throws IOException {
        train(pretrain(Map.of()), usual());
        assertThat(folder.resolve("workspace-0"))
                .isDirectoryContaining("glob:**/checkpoint-20")
                .isDirectoryContaining("glob:**/checkpoint-24")
                .isDirectoryNotContaining("glob:**/checkpoint-15")
                .isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void resumesFromTheCheckpointBeforeADamagedOne() throws IOException {
        Path workspace = Files.createDirectory(folder.resolve("damaged"));
        TestContext whole = train(pretrain(Map.of()), usual());
        ToyBackend backend = new ToyBackend();
        TestContext stopped =
                new TestContext(workspace, 7).stoppingWhen(() -> Files.exists(workspace.resolve("checkpoint-10")));
        assertThatThrownBy(() -> train(pretrain(Map.of()), usual(), backend, stopped))
                .isInstanceOf(StopException.class);
        // Written while the training goes on, which may be a checkpoint further by now.
        List<Integer> steps = checkpointSteps(workspace);
        int newest = steps.get(steps.size() - 1);
        Path weights = workspace.resolve("checkpoint-" + newest).resolve(TrainableModel.WEIGHTS);
        long size = Files.size(weights);
        Files.write(weights, new byte[] {1, 2, 3});

        TestContext again = new TestContext(workspace, 7);
        train(pretrain(Map.of()), usual(), backend, again);
        assertThat(again.notes())
                .anyMatch(note -> note.startsWith("cannot resume from checkpoint-" + newest + ": ")
                        && note.endsWith(" has 3 bytes, expected " + size))
                .contains("resuming after step " + steps.get(steps.size() - 2) + " of 24");
        assertThat(again.summary().get("loss")).isEqualTo(whole.summary().get("loss"));
    }

    private static List<Integer> checkpointSteps(Path workspace) throws IOException {
        try (Stream<Path> files = Files.list(workspace)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("checkpoint-\\d+"))
                    .map(name -> Integer.parseInt(name.substring(name.indexOf('-') + 1)))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void trainsOnDocumentsShorterThanTheContext() throws IOException {
        List<Document> poems = IntStream.range(0, 30)
                .mapToObj(i -> Document.of("poem-" + i, "Dear me " + i % 10).build())
                .toList();
        TestContext context = train(pretrain(Map.of()), books(poems, poems.subList(0, 2)));
        assertThat(poems).allSatisfy(poem -> assertThat(poem.text().length()).isLessThan(config().context()));
        assertThat(context.summary().get("steps")).isEqualTo(24);
        assertThat(context.summary().get("bitsPerByte"))
                .isLessThan(context.summary().get("bitsPerByteBefore"));
    }

    @Test
    void refusesACorpusSmallerThanOneStep() {
        List<Document> small =
                List.of(Document.of("note", "Nothing to be done.").build());
        assertThatThrownBy(() -> train(pretrain(Map.of()), books(small, List.of())))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("has 20 tokens, less than one step of batch-tokens 64");
        assertThatThrownBy(() -> train(pretrain(Map.of()), books(List.of(), List.of())))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("corpus 'books' has no text");
    }

    @Test
    void namesTheDocumentsOfTheBatchWhenTheLossIsNotFinite() {
        ToyBackend backend = new ToyBackend();
        backend.machine().divergeAt(60);
        assertThatThrownBy(() -> train(pretrain(Map.of()), usual(), backend))
                .isInstanceOf(UserError.class)
                .hasMessageMatching(
                        "\\[test-step] step \\d+ of 24: the loss is NaN \\(documents of the batch: book-.*\\);"
                                + " the last good checkpoint is .*checkpoint-\\d+; lower learning-rate-scale or raise warmup-steps, .*");
    }

    private int trainings;

    private TestContext train(Trainer trainer, StepInputs inputs) throws IOException {
        return train(trainer, inputs, new ToyBackend());
    }

    private TestContext train(Trainer trainer, StepInputs inputs, ToyBackend backend) throws IOException {
        Path workspace = Files.createDirectory(folder.resolve("workspace-" + trainings));
        TestContext context = new TestContext(workspace, 7);
        train(trainer, inputs, backend, context);
        return context;
    }

    private void train(Trainer trainer, StepInputs inputs, ToyBackend backend, TestContext context) throws IOException {
        Path output = Files.createDirectory(folder.resolve("output-" + trainings++));
        trainer.train(new TrainingJob(config(), new ByteVocabulary(), backend, inputs, output), context);
    }

    private Pretrain pretrain(Map<String, Object> changes) {
        Map<String, Object> given = new HashMap<>(SMALL);
        given.putAll(changes);
        return new Pretrain(OptionsOf.type(PretrainOptions.class, given), environment());
    }

    private Environment environment() {
        return new Environment(folder, true, 2, Clock.systemUTC());
    }

    private static StepInputs usual() {
        return books(Prose.documents(6, 1), Prose.documents(2, 100));
    }

    private static StepInputs books(List<Document> training, List<Document> heldOut) {
        return new StepInputs(
                List.of(new MemoryCorpus("books", training, heldOut)),
                List.of(new ByteVocabulary()),
                List.of(),
                List.of());
    }
}
