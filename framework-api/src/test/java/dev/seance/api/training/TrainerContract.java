// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seance.api.model.ModelBackend;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.ModelDimensions;
import dev.seance.api.model.TrainableModel;
import dev.seance.api.plugin.ExtensionContract;
import dev.seance.api.run.StopException;
import dev.seance.api.run.UserError;
import dev.seance.api.step.StepInputs;
import dev.seance.api.testing.ByteVocabulary;
import dev.seance.api.testing.TestContext;
import dev.seance.api.testing.TestFamilies;
import dev.seance.api.testing.ToyBackend;
import dev.seance.api.testing.ToyFamily;
import dev.seance.api.testing.ToyMachine;
import dev.seance.kit.model.Checkpoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds for every trainer, on a toy model; the law that matters is that an interruption leaves no trace. */
public abstract class TrainerContract extends ExtensionContract {

    private static final long SEED = 1837;

    @TempDir
    private Path temp;

    /** A trainer with options under which {@link #inputs} make twenty steps or more, with checkpoints on the way. */
    protected abstract Trainer trainer();

    /**
     * Inputs to learn from.
     *
     * @param folder an empty folder, for a trainer that starts from a model
     */
    protected abstract StepInputs inputs(ModelBackend backend, Path folder) throws IOException;

    /** Every model of this contract: the smallest that can learn. */
    protected static ModelConfig config() {
        return ToyFamily.config(new ModelDimensions(1, 8, 1, 1, 32, 16, new ByteVocabulary().size()));
    }

    @Test
    void saysWhatItWillComeTo() {
        TrainingEstimate estimate = trainer().estimate(new EstimateRequest(config(), OptionalLong.empty()));
        assertThat(estimate.tokensPerStep()).isPositive();
        assertThat(estimate.steps().orElse(1)).isPositive();
    }

    @Test
    void learns() throws IOException {
        TestContext context = context("learns", SEED);
        train(new ToyBackend(), context, "learnt");
        List<Double> losses = losses(context);
        assertThat(losses).hasSizeGreaterThanOrEqualTo(20);
        int quarter = losses.size() / 4;
        assertThat(mean(losses.subList(losses.size() - quarter, losses.size())))
                .isLessThan(mean(losses.subList(0, quarter)));
    }

    @Test
    void leavesAModelOfTheShapeAskedFor() throws IOException {
        Path output = train(new ToyBackend(), context("shape", SEED), "shaped");
        assertThat(Checkpoints.config(output, TestFamilies.of(new ToyFamily()))).isEqualTo(config());
        assertThat(output.resolve(TrainableModel.OPTIMIZER)).doesNotExist();
    }

    @Test
    void keepsTheAccountsThatReportsShow() throws IOException {
        TestContext context = context("accounts", SEED);
        train(new ToyBackend(), context, "accounted");
        Map<String, Double> summary = context.summary();
        assertThat(summary).containsKeys("steps", "tokens", "loss", "tokensPerSecond", "parameters");
        assertThat(summary.get("steps")).isEqualTo(losses(context).size());
        assertThat(summary.get("parameters")).isEqualTo(config().parameters().total());
    }

    @Test
    void recordsWhatItWasComputedWith() throws IOException {
        TestContext context = context("environment", SEED);
        train(new ToyBackend(), context, "recorded");
        assertThat(context.environment()).containsEntry("engine", "toy");
    }

    @Test
    void sameSeedSameWeightsAndAnotherSeedOthers() throws IOException {
        byte[] one = weights(train(new ToyBackend(), context("one", SEED), "out-one"));
        byte[] again = weights(train(new ToyBackend(), context("again", SEED), "out-again"));
        byte[] other = weights(train(new ToyBackend(), context("other", SEED + 1), "out-other"));
        assertThat(again).isEqualTo(one);
        assertThat(other).isNotEqualTo(one);
    }

    @Test
    void beingKilledAnywhereLeavesNoTrace() throws IOException {
        ToyBackend whole = new ToyBackend();
        byte[] expected = weights(train(whole, context("whole", SEED), "out-whole"));
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 8; round++) {
            TestContext context = context("killed-" + round, SEED);
            ToyBackend backend = new ToyBackend();
            long first = 1 + random.nextInt((int) whole.machine().ticks());
            backend.machine().dieAt(first);
            String attempt = "out-killed-" + round;
            assertThatThrownBy(() -> train(backend, context, attempt))
                    .as("seed %d, death %d", seed, first)
                    .isInstanceOf(ToyMachine.Died.class);
            assertThat(weights(train(backend, context, attempt + "-again")))
                    .as("seed %d, death %d", seed, first)
                    .isEqualTo(expected);
        }
    }

    @Test
    void stopsWhenAskedAndGoesOnAsIfNothingHadBeen() throws IOException {
        ToyBackend whole = new ToyBackend();
        byte[] expected = weights(train(whole, context("unstopped", SEED), "out-unstopped"));
        ToyBackend backend = new ToyBackend();
        long half = whole.machine().ticks() / 2;
        Path workspace = context("stopped", SEED).workspace();
        TestContext stopped = new TestContext(workspace, SEED)
                .stoppingWhen(() -> backend.machine().ticks() >= half);
        assertThatThrownBy(() -> train(backend, stopped, "out-stopped"))
                .isInstanceOf(StopException.class)
                .hasMessageMatching("(?s).*step \\d+ of \\d+.*");
        TestContext resumed = new TestContext(workspace, SEED);
        assertThat(weights(train(backend, resumed, "out-resumed"))).isEqualTo(expected);
        assertThat(losses(stopped).size() + losses(resumed).size())
                .as("steps before and after the stop: none lost, none done twice")
                .isEqualTo(resumed.summary().get("steps").intValue());
    }

    @Test
    void writesNowhereButInWorkspaceAndOutput() throws IOException {
        TestContext context = context("workspace", SEED);
        StepInputs inputs = inputs(new ToyBackend(), folder("inputs"));
        List<Path> before = filesOutside(context.workspace(), temp.resolve("output"));
        train(new ToyBackend(), context, "output", inputs);
        assertThat(filesOutside(context.workspace(), temp.resolve("output"))).isEqualTo(before);
    }

    @Test
    void refusesToLearnFromNumbersThatAreNone() throws IOException {
        ToyBackend backend = new ToyBackend();
        StepInputs inputs = inputs(backend, folder("inputs-mad"));
        ToyBackend whole = new ToyBackend();
        train(whole, context("sane", SEED), "out-sane", inputs);
        backend.machine().divergeAt(whole.machine().ticks() / 2);
        assertThatThrownBy(() -> train(backend, context("mad", SEED), "out-mad", inputs))
                .isInstanceOf(UserError.class)
                .hasMessageMatching("(?s).*step \\d+.*rate.*");
    }

    private Path train(ToyBackend backend, TestContext context, String output) throws IOException {
        return train(backend, context, output, inputs(new ToyBackend(), folder(output + "-inputs")));
    }

    private Path train(ToyBackend backend, TestContext context, String output, StepInputs inputs) throws IOException {
        Path folder = folder(output);
        trainer().train(new TrainingJob(config(), new ByteVocabulary(), backend, inputs, folder), context);
        return folder;
    }

    private TestContext context(String name, long seed) throws IOException {
        return new TestContext(folder("workspace-" + name), seed);
    }

    private Path folder(String name) throws IOException {
        return Files.createDirectories(temp.resolve(name));
    }

    private static byte[] weights(Path folder) throws IOException {
        return Files.readAllBytes(folder.resolve(TrainableModel.WEIGHTS));
    }

    private static List<Double> losses(TestContext context) {
        return context.points().stream()
                .filter(point -> point.containsKey("loss"))
                .map(point -> point.get("loss"))
                .toList();
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    private List<Path> filesOutside(Path workspace, Path output) throws IOException {
        try (Stream<Path> files = Files.walk(temp)) {
            return files.filter(file -> !file.startsWith(workspace) && !file.startsWith(output))
                    .sorted()
                    .toList();
        }
    }
}
