// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.fakes;

import dev.seance.api.model.AdamW;
import dev.seance.api.model.BackendDiagnosis;
import dev.seance.api.model.BackendSupport;
import dev.seance.api.model.Device;
import dev.seance.api.model.LanguageModel;
import dev.seance.api.model.ModelBackend;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.ModelDimensions;
import dev.seance.api.model.ModelFamilies;
import dev.seance.api.model.OptimizerStep;
import dev.seance.api.model.PeakThroughput;
import dev.seance.api.model.ProgramSource;
import dev.seance.api.model.TokenBatch;
import dev.seance.api.model.TrainableModel;
import dev.seance.api.plugin.ExtensionSpec;
import dev.seance.api.plugin.Input;
import dev.seance.api.plugin.Option;
import dev.seance.api.run.ArtifactKind;
import dev.seance.api.run.Environment;
import dev.seance.api.run.StepContext;
import dev.seance.api.run.StopException;
import dev.seance.api.testing.ToyBackend;
import dev.seance.api.testing.ToyFamily;
import dev.seance.api.training.EstimateRequest;
import dev.seance.api.training.Trainer;
import dev.seance.api.training.TrainingEstimate;
import dev.seance.api.training.TrainingJob;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.pf4j.Extension;

/** The part of the fake plugin that trains; see {@link Fakes}. */
public final class FakeTraining {

    private FakeTraining() {}

    /** The family of the toy backend's models. */
    @Extension
    @ExtensionSpec(name = ToyFamily.NAME, summary = "A toy architecture.", options = ToyFamily.Options.class)
    public static final class ToyArchitecture extends ToyFamily {}

    /** A family without a program that the toy backend runs. */
    @Extension
    @ExtensionSpec(
            name = "unsupported",
            summary = "An architecture that needs another engine.",
            options = ToyFamily.Options.class)
    public static final class UnsupportedArchitecture extends ToyFamily {

        @Override
        public List<ProgramSource> programs() {
            return List.of(new ProgramSource("abacus", "beads.txt", "Beads", "beads of Beads"));
        }

        @Override
        public ModelDimensions dimensions(Options options, int vocabularySize) {
            if (options.width() == 13) {
                throw new IllegalStateException("thirteen");
            }
            return super.dimensions(options, vocabularySize);
        }
    }

    /** The toy backend, with a speed when it is told one. */
    @Extension
    @ExtensionSpec(name = "toy", summary = "A backend without an engine.", options = Toy.Options.class)
    public static final class Toy implements ModelBackend {

        public record Options(
                @Option(doc = "Speed in FLOP/s.") Optional<Double> speed,

                @Option(doc = "Bytes that training takes.") Optional<Long> memory,

                @Option(doc = "What keeps it from computing.")
                Optional<String> obstacle) {}

        private final ToyBackend toy;
        private final Options options;

        @Inject
        public Toy(Options options, ModelFamilies families) {
            this.options = options;
            this.toy = new ToyBackend(families);
        }

        @Override
        public BackendSupport support() {
            return toy.support();
        }

        @Override
        public Optional<Double> measuredFlops() {
            return options.speed();
        }

        @Override
        public OptionalLong trainingMemory(ModelConfig config, int microBatch, Optional<Device> device) {
            return options.memory().map(OptionalLong::of).orElse(OptionalLong.empty());
        }

        @Override
        public List<String> preflight() {
            return options.obstacle().stream().toList();
        }

        @Override
        public PeakThroughput peaks() {
            return toy.peaks();
        }

        @Override
        public PeakThroughput measurePeaks() {
            return toy.measurePeaks();
        }

        @Override
        public BackendDiagnosis diagnose() {
            return toy.diagnose();
        }

        @Override
        public TrainableModel create(ModelConfig config, long seed) {
            return toy.create(config, seed);
        }

        @Override
        public TrainableModel restore(Path folder) throws IOException {
            return toy.restore(folder);
        }

        @Override
        public LanguageModel load(Path folder) throws IOException {
            return toy.load(folder);
        }
    }

    private static void train(TrainableModel model, int steps, StepContext context) {
        context.progress().begin("training", steps, "steps");
        for (int step = 1; step <= steps; step++) {
            int[] tokens = {step, step + 1, step + 2, step + 3};
            double nats =
                    model.accumulate(new TokenBatch(1, 4, tokens, tokens), 0.25).nats();
            model.update(
                    OptimizerStep.of(step, model.config().groups(), group -> new AdamW(0.01, 0.9, 0.95, 1e-8, 0), 1));
            context.metrics().record(step, Map.of("loss", nats));
            context.progress().advance(1);
        }
    }

    /** A few steps on nothing in particular. */
    @Extension
    @ExtensionSpec(
            name = "pretrain",
            summary = "Trains a little.",
            options = Pretrain.Options.class,
            inputs = {@Input(kind = ArtifactKind.CORPUS), @Input(kind = ArtifactKind.VOCABULARY)})
    public static final class Pretrain implements Trainer {

        public record Options(
                @Option(doc = "Steps.", defaultValue = "3", min = 1)
                int steps,

                @Option(doc = "Steps between looks.", defaultValue = "1", excludedFromKey = Option.ANY)
                int lookEvery,

                @Option(
                        doc = "What to go on from.",
                        defaultValue = "auto",
                        excludedFromKey = {"auto", "true"})
                String resume) {}

        private final Options options;
        private final Environment environment;

        @Inject
        public Pretrain(Options options, Environment environment) {
            this.options = options;
            this.environment = environment;
        }

        @Override
        public TrainingEstimate estimate(EstimateRequest forecast) {
            return new TrainingEstimate(OptionalLong.of(options.steps()), 4, 1);
        }

        @Override
        public void train(TrainingJob job, StepContext context) throws IOException {
            if (Fakes.told(environment, "stop", "").equals(context.step())) {
                throw new StopException("the last checkpoint is at step 2");
            }
            try (TrainableModel model = job.backend().create(job.config(), context.seed())) {
                FakeTraining.train(model, options.steps(), context);
                model.save(job.output(), false);
            }
        }
    }

    /** A step more for each collection of dialogues. */
    @Extension
    @ExtensionSpec(
            name = "finetune",
            summary = "Trains a little more.",
            inputs = {@Input(kind = ArtifactKind.MODEL), @Input(kind = ArtifactKind.DIALOGUES, max = 3)})
    public static final class Finetune implements Trainer {

        @Override
        public TrainingEstimate estimate(EstimateRequest forecast) {
            return new TrainingEstimate(OptionalLong.empty(), 4, 1);
        }

        @Override
        public void train(TrainingJob job, StepContext context) throws IOException {
            try (TrainableModel model =
                    job.backend().restore(job.inputs().model().folder())) {
                FakeTraining.train(model, job.inputs().dialogues().size(), context);
                model.save(job.output(), false);
            }
        }
    }
}
