// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import ai.djl.Device;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.ModelDimensions;
import dev.seance.api.model.ModelFamilies;
import dev.seance.api.model.Precision;
import dev.seance.api.model.ProgramSource;
import dev.seance.api.model.TokenBatch;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * A model that is small and yet has every kind of kernel: forward and backward passes of layers, head and loss, to be timed
 * with any number of threads. The update is left out: it is a small part of a step of many micro-batches, and its work does
 * not shrink with the number of tokens, so that a slow processor could not be given less of it.
 */
final class StepBenchmark implements Autotuner.Step {
    private static final int SEQUENCE = 256;

    /** Wide enough that a second thread has enough to do: at width 256 it gains nothing in bf16. */
    private static final ModelDimensions DIMENSIONS = new ModelDimensions(2, 384, 3, 3, 1536, SEQUENCE, 2048);

    private final Program program;
    private final PyTorchTrainableModel model;
    private final ModelConfig config;

    private StepBenchmark(Program program, ModelConfig config, Precision precision) {
        this.program = program;
        this.config = config;
        this.model = new PyTorchTrainableModel(
                program, config, precision, TrainingThroughput.unsaved(config), Map.of(), Map.of());
    }

    /**
     * Opens a model of the first family by name that has these dimensions and a program for this engine; all cost much the
     * same. Empty when no such family is installed: nothing can be trained then.
     */
    static Optional<StepBenchmark> open(Libtorch libtorch, Device device, Precision precision, ModelFamilies families) {
        for (String name : families.names()) {
            Optional<ProgramSource> source = families.family(name).programs().stream()
                    .filter(program -> program.format().equals(ModelProgram.FORMAT))
                    .findFirst();
            if (source.isEmpty()) {
                continue;
            }
            ModelConfig config;
            try {
                config = families.config(name, DIMENSIONS);
            } catch (IllegalArgumentException e) {
                // The family needs a setting of its own; another will do.
                continue;
            }
            Program program = ModelProgram.load(libtorch, device, precision, config, source.get());
            try {
                program.call(call -> call.run("init_weights", call.arrays().create(1L)));
                return Optional.of(new StepBenchmark(program, config, precision));
            } catch (RuntimeException | Error e) {
                program.close();
                throw e;
            }
        }
        return Optional.empty();
    }

    @Override
    public double seconds(int threads, int tokens) {
        program.useThreads(threads);
        int[] ids = new Random(1).ints(tokens, 0, config.vocabularySize()).toArray();
        TokenBatch batch = tokens < SEQUENCE
                ? new TokenBatch(1, tokens, ids, ids)
                : new TokenBatch(tokens / SEQUENCE, SEQUENCE, ids, ids);
        long begin = System.nanoTime();
        model.accumulate(batch, 1.0 / tokens);
        return (System.nanoTime() - begin) / 1e9;
    }

    @Override
    public double flopsPerToken() {
        return config.flopsPerToken();
    }

    @Override
    public void close() {
        model.close();
    }
}
