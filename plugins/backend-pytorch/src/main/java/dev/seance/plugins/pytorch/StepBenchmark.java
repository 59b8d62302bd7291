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
    private static final ModelDimensions DIMENSIONS = new ModelDimensions(2, 256, 2, 2, 1024, MAX_TOKENS, 2048);

    /**
     * A model to time.
     *
     * @param config of a model family that is installed
     * @param source its program
     */
    record Sample(ModelConfig config, ProgramSource source) {

        /** Of the first family by name that has such a model and a program for it; all cost much the same. */
        static Optional<Sample> of(ModelFamilies families) {
            for (String name : families.names()) {
                try {
                    Optional<ProgramSource> program = families.family(name).programs().stream()
                            .filter(source -> source.format().equals(ModelProgram.FORMAT))
                            .findFirst();
                    if (program.isPresent()) {
                        return Optional.of(new Sample(families.config(name, DIMENSIONS), program.get()));
                    }
                } catch (IllegalArgumentException e) {
                    // The family needs a setting of its own; another will do.
                    continue;
                }
            }
            return Optional.empty();
        }
    }

    private final ModelConfig config;
    private final Program program;
    private final PyTorchTrainableModel model;

    private StepBenchmark(ModelConfig config, Program program, PyTorchTrainableModel model) {
        this.config = config;
        this.program = program;
        this.model = model;
    }

    static StepBenchmark open(Libtorch libtorch, Device device, Precision precision, Sample sample) {
        ModelConfig config = sample.config();
        Program program = ModelProgram.load(libtorch, device, precision, config, sample.source());
        try {
            program.call(call -> call.run("init_weights", call.arrays().create(1L)));
            return new StepBenchmark(
                    config,
                    program,
                    new PyTorchTrainableModel(program, config, TrainingThroughput.unsaved(config), Map.of(), Map.of()));
        } catch (RuntimeException | Error e) {
            program.close();
            throw e;
        }
    }

    @Override
    public double seconds(int threads, int tokens) {
        program.useThreads(threads);
        int[] ids = new Random(1).ints(tokens, 0, config.vocabularySize()).toArray();
        TokenBatch batch = new TokenBatch(1, tokens, ids, ids);
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
