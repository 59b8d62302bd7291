// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import ai.djl.Device;
import dev.seance.api.model.Architecture;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.Precision;
import dev.seance.api.model.TokenBatch;
import java.util.Map;
import java.util.Random;

/**
 * A model that is small and yet has every kind of kernel: forward and backward passes of layers, head and loss, to be timed
 * with any number of threads. The update is left out: it is a small part of a step of many micro-batches, and its work does
 * not shrink with the number of tokens, so that a slow processor could not be given less of it.
 */
final class StepBenchmark implements Autotuner.Step {
    private static final ModelConfig CONFIG =
            new ModelConfig(Architecture.NANOCHAT, 2, 256, 2, 2, 1024, MAX_TOKENS, 2048);

    private final Program program;
    private final PyTorchTrainableModel model;

    private StepBenchmark(Program program, PyTorchTrainableModel model) {
        this.program = program;
        this.model = model;
    }

    static StepBenchmark open(Libtorch libtorch, Device device, Precision precision) {
        Program program = ModelProgram.load(libtorch, device, precision, CONFIG);
        try {
            program.call(call -> call.run("init_weights", call.arrays().create(1L)));
            return new StepBenchmark(
                    program,
                    new PyTorchTrainableModel(program, CONFIG, TrainingThroughput.unsaved(CONFIG), Map.of(), Map.of()));
        } catch (RuntimeException | Error e) {
            program.close();
            throw e;
        }
    }

    @Override
    public double seconds(int threads, int tokens) {
        program.useThreads(threads);
        int[] ids = new Random(1).ints(tokens, 0, CONFIG.vocabulary()).toArray();
        TokenBatch batch = new TokenBatch(1, tokens, ids, ids);
        long begin = System.nanoTime();
        model.accumulate(batch, 1.0 / tokens);
        return (System.nanoTime() - begin) / 1e9;
    }

    @Override
    public double flopsPerToken() {
        return CONFIG.flopsPerToken();
    }

    @Override
    public void close() {
        model.close();
    }
}
