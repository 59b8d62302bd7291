// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import dev.seance.api.model.Architecture;
import dev.seance.api.model.BackendDiagnosis;
import dev.seance.api.model.BackendSupport;
import dev.seance.api.model.Checkpoints;
import dev.seance.api.model.Device;
import dev.seance.api.model.LanguageModel;
import dev.seance.api.model.ModelBackend;
import dev.seance.api.model.ModelShape;
import dev.seance.api.model.Precision;
import dev.seance.api.model.TrainableModel;
import dev.seance.api.plugin.Described;
import dev.seance.api.run.Environment;
import dev.seance.api.run.UserError;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.pf4j.Extension;

/** Trains and runs models on PyTorch. */
@Extension
@Described(
        name = "pytorch",
        summary = "Trains and runs models on PyTorch, on a processor or a GPU.",
        options = PyTorchOptions.class)
public final class PyTorchBackend implements ModelBackend {
    private final PyTorchOptions options;
    private final Environment environment;
    private final MachineNotes notes;

    @Inject
    public PyTorchBackend(PyTorchOptions options, Environment environment) {
        this.options = options;
        this.environment = environment;
        this.notes = new MachineNotes(environment.cache());
    }

    @Override
    public BackendSupport support() {
        Set<Precision> precisions =
                switch (options.precision()) {
                    case AUTO -> Set.of(Precision.BF16, Precision.FP32);
                    case BF16 -> Set.of(Precision.BF16);
                    case FP32 -> Set.of(Precision.FP32);
                };
        Set<Device> devices =
                switch (options.device()) {
                    case AUTO -> Set.of(Device.CPU, Device.CUDA);
                    case CPU -> Set.of(Device.CPU);
                    case CUDA -> Set.of(Device.CUDA);
                };
        return new BackendSupport(Set.of(Architecture.NANOCHAT), precisions, devices);
    }

    @Override
    public Optional<Double> measuredFlops() {
        OptionalDouble rate = TrainingRate.noted(notes, options);
        return rate.isPresent() ? Optional.of(rate.getAsDouble()) : Optional.empty();
    }

    @Override
    public BackendDiagnosis diagnose() {
        try {
            Machine machine = Machine.open(options, environment);
            Libtorch libtorch = machine.libtorch();
            List<String> findings = new ArrayList<>();
            findings.add("PyTorch " + libtorch.version() + ", natives in " + libtorch.folder());
            findings.add("device: " + (machine.device().isGpu() ? "cuda, " + libtorch.gpus() + " found" : "cpu"));
            findings.add(
                    "precision: " + machine.precision().name().toLowerCase(Locale.ROOT) + " (" + machine.why() + ")");
            findings.add("threads: " + libtorch.threads());
            measuredFlops()
                    .ifPresent(rate ->
                            findings.add(String.format(Locale.ROOT, "last training: %.0f GFLOP/s", rate / 1e9)));
            return new BackendDiagnosis(true, findings, List.of());
        } catch (UserError e) {
            return new BackendDiagnosis(false, List.of(e.getMessage()), List.of(remedy()));
        }
    }

    private String remedy() {
        return options.device() == PyTorchOptions.DeviceChoice.CUDA
                ? "set device: cpu, or give PyTorch CUDA libraries: " + Machine.WAYS_TO_CUDA
                : "run on Linux on x86-64, or choose another backend";
    }

    @Override
    public TrainableModel create(ModelShape shape, long seed) {
        Program program = program(shape);
        program.call(call -> call.run("draw", call.arrays().create(seed)));
        return trainable(program, shape);
    }

    @Override
    public TrainableModel restore(Path folder) throws IOException {
        ModelShape shape = Checkpoints.shape(folder);
        return trainable(filled(shape, folder, true), shape);
    }

    @Override
    public LanguageModel load(Path folder) throws IOException {
        ModelShape shape = Checkpoints.shape(folder);
        Program program = filled(shape, folder, false);
        program.call(call -> call.run("begin", call.arrays().create(false)));
        return new PyTorchLanguageModel(program, shape, program::close);
    }

    private Program filled(ModelShape shape, Path folder, boolean withOptimizer) throws IOException {
        Program program = program(shape);
        try {
            ProgramTensors.restore(program, shape, folder, withOptimizer);
            return program;
        } catch (IOException | RuntimeException e) {
            program.close();
            throw e;
        }
    }

    private Program program(ModelShape shape) {
        Machine machine = Machine.open(options, environment);
        return switch (shape.architecture()) {
            case NANOCHAT -> Nanochat.load(machine.libtorch(), machine.device(), machine.precision(), shape);
        };
    }

    private TrainableModel trainable(Program program, ModelShape shape) {
        return new PyTorchTrainableModel(program, shape, new TrainingRate(notes, options, shape));
    }
}
