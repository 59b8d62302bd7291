// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import ai.djl.ndarray.NDManager;
import dev.seance.api.model.AdamW;
import dev.seance.api.model.LanguageModel;
import dev.seance.api.model.Loss;
import dev.seance.api.model.ModelShape;
import dev.seance.api.model.OptimizerStep;
import dev.seance.api.model.ParameterGroup;
import dev.seance.api.model.TokenBatch;
import dev.seance.api.model.TrainableModel;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A program that learns: one native call a micro-batch, one an update. On a CPU equal calls with an equal thread count
 * give bit-identical weights, across save and restore too; gradients not yet applied are not saved.
 */
final class PyTorchTrainableModel implements TrainableModel {
    private final Program program;
    private final ModelShape shape;
    private final TrainingRate rate;
    private final PyTorchLanguageModel view;
    private long nanos;

    /** @param program with its weights in place */
    PyTorchTrainableModel(Program program, ModelShape shape, TrainingRate rate) {
        this.program = program;
        this.shape = shape;
        this.rate = rate;
        this.view = new PyTorchLanguageModel(program, shape, () -> {});
        program.call(call -> call.run("begin", call.arrays().create(true)));
    }

    @Override
    public ModelShape shape() {
        return shape;
    }

    @Override
    public Loss accumulate(TokenBatch batch, double scale) {
        Batches.check(shape, batch);
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
        rate.add((long) batch.rows() * batch.length(), spent(begin));
        return new Loss(nats, batch.targetCount());
    }

    @Override
    public double update(OptimizerStep step) {
        AdamW matrices = (AdamW) step.rule(ParameterGroup.MATRICES);
        // As update of the program reads them.
        double[] hyper = {
            step.number(),
            matrices.beta1(),
            matrices.beta2(),
            matrices.epsilon(),
            matrices.weightDecay(),
            step.clip(),
            matrices.rate(),
            step.rule(ParameterGroup.EMBEDDING).rate(),
            step.rule(ParameterGroup.HEAD).rate()
        };
        long begin = System.nanoTime();
        double norm = program.call(
                call -> call.run("update", call.arrays().create(hyper)).get(0).getDouble());
        rate.add(0, spent(begin));
        return norm;
    }

    private long spent(long begin) {
        long spent = System.nanoTime() - begin;
        nanos += spent;
        return spent;
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
    public long engineNanos() {
        return nanos;
    }

    @Override
    public void save(Path folder, boolean withOptimizer) throws IOException {
        ProgramTensors.save(program, shape, folder, withOptimizer);
        rate.note();
    }

    @Override
    public void close() {
        rate.note();
        program.close();
    }
}
