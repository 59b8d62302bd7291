// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.seance.api.model.AdamW;
import dev.seance.api.model.LanguageModel;
import dev.seance.api.model.Loss;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.ModelTensor;
import dev.seance.api.model.Muon;
import dev.seance.api.model.OptimizerStep;
import dev.seance.api.model.PendingSave;
import dev.seance.api.model.Precision;
import dev.seance.api.model.TokenBatch;
import dev.seance.api.model.TrainableModel;
import dev.seance.api.model.UpdateRule;
import dev.seance.kit.model.TokenIds;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A program that trains: one native call a micro-batch, one an update. On a CPU equal calls with an equal thread count
 * give bit-identical weights, across save and restore too; gradients not yet applied are not saved.
 */
final class PyTorchTrainableModel implements TrainableModel {
    /** Of the memory that is available: what a copy of the tensors may take, for the next micro-batch wants some too. */
    private static final double COPY_SHARE = 0.5;

    private final Program program;
    private final ModelConfig shape;
    private final TrainingThroughput throughput;
    private final PyTorchLanguageModel view;
    private final Map<String, String> header;
    private final Map<String, String> settings;

    /**
     * @param program with its weights in place
     * @param header what is saved with the optimiser's state of how it computes, see {@link ComputeSettings}
     * @param settings the same for manifests
     */
    PyTorchTrainableModel(
            Program program,
            ModelConfig shape,
            Precision precision,
            TrainingThroughput throughput,
            Map<String, String> header,
            Map<String, String> settings) {
        this.program = program;
        this.shape = shape;
        this.throughput = throughput;
        this.header = Map.copyOf(header);
        this.settings = Map.copyOf(settings);
        this.view = new PyTorchLanguageModel(program, shape, RowFormat.unpacked(precision), () -> {});
        program.call(call -> call.run("prepare", call.arrays().create(true)));
    }

    @Override
    public ModelConfig config() {
        return shape;
    }

    @Override
    public Loss accumulate(TokenBatch batch, double scale) {
        TokenIds.check(shape, batch);
        long begin = System.nanoTime();
        double nats = program.call(call -> {
            NDManager arrays = call.arrays();
            return call.run(
                            "accumulate",
                            Batches.inputs(arrays, batch),
                            Batches.targets(arrays, batch),
                            arrays.create(scale))
                    .get(0)
                    .getDouble();
        });
        throughput.add((long) batch.rows() * batch.length(), spent(begin));
        return new Loss(nats, batch.targetCount());
    }

    @Override
    public double update(OptimizerStep step) {
        long begin = System.nanoTime();
        double norm = program.call(call ->
                call.run("update", arguments(call.arrays(), step)).get(0).getDouble());
        throughput.add(0, spent(begin));
        return norm;
    }

    /** The step's numbers, and a dictionary of the rule for each tensor, as {@code update} of the program reads them. */
    private NDArray[] arguments(NDManager arrays, OptimizerStep step) {
        List<NDArray> arguments = new ArrayList<>();
        arguments.add(arrays.create(new double[] {step.number(), step.maxGradNorm()}));
        for (ModelTensor tensor : shape.tensors()) {
            NDArray rule = arrays.create(numbers(step.rule(tensor.group())));
            rule.setName("rules." + tensor.name());
            arguments.add(rule);
        }
        return arguments.toArray(NDArray[]::new);
    }

    private static double[] numbers(UpdateRule rule) {
        if (rule instanceof Muon muon) {
            return new double[] {
                1, muon.learningRate(), muon.momentum(), muon.beta2(), muon.weightDecay(), muon.equilibrated() ? 1 : 0
            };
        }
        AdamW adam = (AdamW) rule;
        return new double[] {0, adam.learningRate(), adam.beta1(), adam.beta2(), adam.epsilon(), adam.weightDecay()};
    }

    private static long spent(long begin) {
        return System.nanoTime() - begin;
    }

    @Override
    public Loss score(TokenBatch batch) {
        return view.score(batch);
    }

    @Override
    public LanguageModel languageModel() {
        return view;
    }

    @Override
    public Map<String, String> computeSettings() {
        return settings;
    }

    @Override
    public long engineNanos() {
        return program.call(
                call -> call.run("engine_time", call.arrays().create(0f)).get(0).getLong());
    }

    @Override
    public void save(Path folder, boolean withOptimizer) throws IOException {
        ProgramTensors.save(program, shape, folder, withOptimizer, header);
        throughput.save();
    }

    @Override
    public PendingSave beginSave(Path folder, boolean withOptimizer) throws IOException {
        throughput.save();
        long available = AvailableMemory.bytes(HostSystem.current());
        Optional<PendingSave> copied =
                ProgramTensors.copy(program, shape, folder, withOptimizer, header, (long) (COPY_SHARE * available));
        return copied.isPresent() ? copied.get() : TrainableModel.super.beginSave(folder, withOptimizer);
    }

    @Override
    public void close() {
        throughput.save();
        program.close();
    }
}
