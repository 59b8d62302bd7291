// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import dev.seance.api.model.BackendDiagnosis;
import dev.seance.api.model.BackendSupport;
import dev.seance.api.model.Device;
import dev.seance.api.model.LanguageModel;
import dev.seance.api.model.ModelBackend;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.ModelFamilies;
import dev.seance.api.model.PeakThroughput;
import dev.seance.api.model.Precision;
import dev.seance.api.model.ProgramSource;
import dev.seance.api.model.TrainableModel;
import dev.seance.api.model.WeightFormat;
import dev.seance.api.plugin.ExtensionSpec;
import dev.seance.api.run.Environment;
import dev.seance.api.run.UserError;
import dev.seance.kit.model.Checkpoints;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.pf4j.Extension;

/** Trains and runs models on PyTorch. */
@Extension
@ExtensionSpec(
        name = "pytorch",
        summary = "Trains and runs models on PyTorch, on a CPU or a GPU.",
        options = PyTorchOptions.class)
public final class PyTorchBackend implements ModelBackend {
    private final PyTorchOptions options;
    private final Environment environment;
    private final ModelFamilies families;
    private final MeasurementCache measurements;

    @Inject
    public PyTorchBackend(PyTorchOptions options, Environment environment, ModelFamilies families) {
        this.options = options;
        this.environment = environment;
        this.families = families;
        this.measurements = new MeasurementCache(environment.cache());
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
        return new BackendSupport(Set.of(ModelProgram.FORMAT), Set.of(), precisions, devices, true);
    }

    @Override
    public List<String> preflight() {
        Natives natives = Natives.current(environment.cache());
        List<String> problems = new ArrayList<>(natives.problems(options.device()));
        if (options.device() != PyTorchOptions.DeviceChoice.CPU) {
            natives.downloadAhead().ifPresent(problems::add);
        }
        return problems;
    }

    @Override
    public Optional<Double> measuredFlops() {
        OptionalDouble rate = TrainingThroughput.saved(measurements, options);
        return rate.isPresent() ? Optional.of(rate.getAsDouble()) : Optional.empty();
    }

    @Override
    public OptionalLong trainingMemory(ModelConfig shape, int microBatch, Optional<Device> device) {
        ComputeTarget target = device.map(other -> ComputeTarget.elsewhere(options, other))
                .orElseGet(() -> ComputeTarget.expected(options, measurements));
        return families.family(shape.architecture())
                .activations(ModelProgram.FORMAT, shape.dimensions())
                .map(activations -> TrainingMemory.of(shape, activations, microBatch, target.precision(), target.gpu()))
                .map(memory -> OptionalLong.of(memory.total()))
                .orElse(OptionalLong.empty());
    }

    @Override
    public PeakThroughput peaks() {
        return PeakMeasurement.cached(Machine.open(options, environment, families), measurements);
    }

    @Override
    public PeakThroughput measurePeaks() {
        return PeakMeasurement.measured(Machine.open(options, environment, families), measurements);
    }

    @Override
    public OptionalLong deviceMemoryInUse() {
        return Machine.open(options, environment, families).device().isGpu()
                ? NvidiaSmi.memoryInUse(HostSystem.current())
                : OptionalLong.empty();
    }

    @Override
    public void forgetMeasurements() {
        Autotuner.forget(measurements);
        PeakMeasurement.forget(measurements);
        RowFormat.forget(measurements);
    }

    @Override
    public BackendDiagnosis diagnose() {
        return new Diagnosis(options, environment, families, HostSystem.current()).diagnose(measuredFlops());
    }

    @Override
    public TrainableModel create(ModelConfig shape, long seed) {
        Machine machine = Machine.open(options, environment, families);
        return opened(machine, shape, program -> {
            program.call(call -> call.run("init_weights", call.arrays().create(seed)));
            return trainable(machine, program, shape);
        });
    }

    @Override
    public TrainableModel restore(Path folder) throws IOException {
        ModelConfig shape = Checkpoints.config(folder, families);
        Machine machine = Machine.open(options, environment, families, ComputeSettings.of(folder));
        return opened(machine, shape, program -> {
            ProgramTensors.restore(program, shape, families, folder, true);
            return trainable(machine, program, shape);
        });
    }

    @Override
    public LanguageModel load(Path folder) throws IOException {
        ModelConfig shape = Checkpoints.config(folder, families);
        Machine machine = Machine.open(RowFormat.options(options), environment, families);
        WeightFormat format = RowFormat.choose(options, machine, measurements, shape);
        return opened(machine, shape, program -> {
            ProgramTensors.restore(program, shape, families, folder, false);
            program.call(call -> call.run("init_packing", call.arrays().create(RowFormat.code(format))));
            program.call(call -> call.run("prepare", call.arrays().create(false)));
            return new PyTorchLanguageModel(program, shape, format, program::close);
        });
    }

    /** What becomes of a program without weights. */
    @FunctionalInterface
    private interface Opening<T, E extends Exception> {
        T model(Program program) throws E;
    }

    /** Opens a program of that shape, and closes it when it does not become a model. */
    private <T, E extends Exception> T opened(Machine machine, ModelConfig shape, Opening<T, E> opening) throws E {
        Program program = ModelProgram.load(
                machine.libtorch(), machine.device(), machine.precision(), shape, source(shape.architecture()));
        boolean done = false;
        try {
            T model = opening.model(program);
            done = true;
            return model;
        } finally {
            if (!done) {
                program.close();
            }
        }
    }

    private ProgramSource source(String architecture) {
        List<ProgramSource> programs = families.family(architecture).programs();
        return programs.stream()
                .filter(program -> program.format().equals(ModelProgram.FORMAT))
                .findFirst()
                .orElseThrow(() -> new UserError("backend pytorch runs " + ModelProgram.FORMAT
                        + " programs, and architecture '" + architecture + "' has none (it has: "
                        + programs.stream().map(ProgramSource::format).collect(Collectors.joining(", "))
                        + "); use another backend"));
    }

    private TrainableModel trainable(Machine machine, Program program, ModelConfig shape) {
        new ComputeTarget(machine.precision(), machine.device().isGpu()).save(options, measurements);
        return new PyTorchTrainableModel(
                program,
                shape,
                machine.precision(),
                new TrainingThroughput(measurements, options, shape),
                machine.computeSettings().toHeader(),
                machine.describe());
    }
}
