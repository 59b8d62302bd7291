// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.tensorflow;

import dev.seance.api.model.BackendDiagnosis;
import dev.seance.api.model.BackendSupport;
import dev.seance.api.model.Device;
import dev.seance.api.model.LanguageModel;
import dev.seance.api.model.ModelBackend;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.ModelFamilies;
import dev.seance.api.model.ModelTensor;
import dev.seance.api.model.PeakThroughput;
import dev.seance.api.model.Precision;
import dev.seance.api.model.TrainableModel;
import dev.seance.api.plugin.ExtensionSpec;
import dev.seance.api.run.Environment;
import dev.seance.api.run.UserError;
import dev.seance.kit.model.Checkpoints;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.pf4j.Extension;

/** Trains and runs models on TensorFlow: those of the architectures that it has graphs for, in fp32 on the CPU. */
@Extension
@ExtensionSpec(
        name = "tensorflow",
        summary = "Trains and runs models on TensorFlow, on a CPU in fp32.",
        options = TensorFlowOptions.class)
public final class TensorFlowBackend implements ModelBackend {
    private final TensorFlowOptions options;
    private final Environment environment;
    private final ModelFamilies families;
    private PeakThroughput peaks;

    @Inject
    public TensorFlowBackend(TensorFlowOptions options, Environment environment, ModelFamilies families) {
        this.options = options;
        this.environment = environment;
        this.families = families;
    }

    @Override
    public BackendSupport support() {
        return new BackendSupport(Set.of(), Architecture.names(), Set.of(Precision.FP32), Set.of(Device.CPU), true);
    }

    @Override
    public List<String> preflight() {
        return Natives.problems();
    }

    @Override
    public Optional<Double> measuredFlops() {
        return Optional.empty();
    }

    @Override
    public OptionalLong trainingMemory(ModelConfig config, int microBatch, Optional<Device> device) {
        return OptionalLong.empty();
    }

    @Override
    public PeakThroughput peaks() {
        if (peaks == null) {
            peaks = measurePeaks();
        }
        return peaks;
    }

    @Override
    public PeakThroughput measurePeaks() {
        Natives.load(environment);
        return PeakMeasurement.measured(threads());
    }

    @Override
    public BackendDiagnosis diagnose() {
        List<String> problems = Natives.problems();
        if (!problems.isEmpty()) {
            return new BackendDiagnosis(false, List.of("native libraries: none"), problems);
        }
        try {
            String version = Natives.load(environment);
            return new BackendDiagnosis(
                    true,
                    List.of(
                            "TensorFlow " + version,
                            "device: cpu, " + threads() + " threads",
                            "precision: fp32",
                            "architectures: " + String.join(", ", new TreeSet<>(Architecture.names()))),
                    List.of());
        } catch (UserError e) {
            return new BackendDiagnosis(false, List.of("native libraries: do not load"), List.of(e.getMessage()));
        }
    }

    @Override
    public TrainableModel create(ModelConfig config, long seed) {
        return opened(config, engine -> {
            Architecture architecture = architecture(config);
            for (ModelTensor tensor : config.tensors()) {
                draw(engine, tensor, architecture.initial(config, tensor.name()), seed);
            }
            return trainable(engine, config, new OptimizerGraph(engine, config));
        });
    }

    /** Each tensor has random numbers of its own, so that they do not depend on the order of tensors. */
    private static void draw(Engine engine, ModelTensor tensor, Architecture.Draw numbers, long seed) {
        Random random = new Random(31 * seed + tensor.name().hashCode());
        engine.load(tensor.name(), (from, count) -> {
            ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
            for (int at = 0; at < count; at += Float.BYTES) {
                bytes.putFloat(at, (float) numbers.next(random, (from + at) / Float.BYTES));
            }
            return bytes;
        });
    }

    @Override
    public TrainableModel restore(Path folder) throws IOException {
        ModelConfig config = Checkpoints.config(folder, families);
        return opened(config, engine -> {
            CheckpointFiles.loadWeights(engine, config, families, folder);
            OptimizerGraph optimizer = new OptimizerGraph(engine, config);
            CheckpointFiles.loadOptimizer(engine, config, families, optimizer, folder);
            return trainable(engine, config, optimizer);
        });
    }

    @Override
    public LanguageModel load(Path folder) throws IOException {
        ModelConfig config = Checkpoints.config(folder, families);
        return opened(config, engine -> {
            CheckpointFiles.loadWeights(engine, config, families, folder);
            Weights weights = new Weights(engine);
            LossGraph loss = new LossGraph(engine, weights, config, architecture(config));
            return new TensorFlowLanguageModel(engine, weights, config, architecture(config), loss, engine::close);
        });
    }

    private TrainableModel trainable(Engine engine, ModelConfig config, OptimizerGraph optimizer) {
        Weights weights = new Weights(engine);
        LossGraph loss = new LossGraph(engine, weights, config, architecture(config));
        LanguageModel view = new TensorFlowLanguageModel(engine, weights, config, architecture(config), loss, () -> {});
        Map<String, String> settings = Map.of(
                "engine",
                "tensorflow " + Natives.load(environment),
                "device",
                "cpu",
                "precision",
                "fp32",
                "threads",
                Integer.toString(threads()));
        return new TensorFlowTrainableModel(engine, config, loss, optimizer, view, settings);
    }

    /** What becomes of an engine whose variables have no numbers yet. */
    @FunctionalInterface
    private interface Opening<T, E extends Exception> {
        T model(Engine engine) throws E;
    }

    /** Opens an engine with a model's variables, and closes it when it does not become a model. */
    private <T, E extends Exception> T opened(ModelConfig config, Opening<T, E> opening) throws E {
        architecture(config);
        Natives.load(environment);
        Engine engine = new Engine(threads());
        boolean done = false;
        try {
            config.tensors().forEach(tensor -> engine.variable(tensor.name(), tensor.shape()));
            T model = opening.model(engine);
            done = true;
            return model;
        } finally {
            if (!done) {
                engine.close();
            }
        }
    }

    private int threads() {
        return options.threads() == 0 ? environment.threads() : options.threads();
    }

    private static Architecture architecture(ModelConfig config) {
        return Architecture.of(config.architecture())
                .orElseThrow(() -> new UserError("backend tensorflow has no graph of architecture '"
                        + config.architecture() + "' (it has: "
                        + String.join(", ", new TreeSet<>(Architecture.names())) + "); use another backend"));
    }
}
