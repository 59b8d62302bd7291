// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.pf4j.ExtensionPoint;

/**
 * Builds models on a tensor engine: the device and precision are its options. The host makes one instance to plan and one
 * for a run, which all of its steps share, one after the other; commands such as {@code chat} make their own. The models
 * it makes are closed by the caller. Called from one thread at a time.
 *
 * <p>{@link #support}, {@link #preflight}, {@link #measuredFlops} and {@link #trainingMemory} are called while planning and
 * load no native library; the other methods may.
 */
public interface ModelBackend extends ExtensionPoint {

    /** What this backend can do with its options. */
    BackendSupport support();

    /**
     * What keeps it from computing here with its options, as far as can be found without loading anything: a device without
     * a driver, natives of the wrong version. Each is worded as the message of a {@link dev.seance.api.run.UserError}. A run
     * with such a problem is refused before its first step.
     */
    default List<String> preflight() {
        return List.of();
    }

    /**
     * How fast this machine trained the last time this backend measured it, in floating-point operations a second as
     * {@link ModelConfig#flopsPerToken} counts them; empty when it never did. Read from the cache, not measured.
     */
    Optional<Double> measuredFlops();

    /**
     * The most memory, in bytes, that training holds at once, weights and optimizer state included; empty when this backend
     * cannot predict it. Computed from the model, not measured.
     *
     * @param microBatch sequences in a micro-batch, each as long as the context
     * @param device of another machine that the plan is for; empty for the one that would be used here
     */
    OptionalLong trainingMemory(ModelConfig config, int microBatch, Optional<Device> device);

    /**
     * The highest throughput of this machine through this engine, in the precision of the options. Measured the first time, which may
     * take seconds, and then read from the cache.
     *
     * @throws dev.seance.api.run.UserError as {@link #create}
     */
    PeakThroughput peaks();

    /**
     * {@link #peaks} measured now, to compare with other measurements of the same moment; the cache has the highest so
     * far.
     *
     * @throws dev.seance.api.run.UserError as {@link #create}
     */
    PeakThroughput measurePeaks();

    /**
     * Bytes in use now, by anybody, on the device that models live on, where that is not this process's own memory; empty on
     * a CPU, or when it cannot be asked. After a training step an engine that caches its blocks still holds the most that the
     * step took.
     *
     * @throws dev.seance.api.run.UserError as {@link #create}
     */
    default OptionalLong deviceMemoryInUse() {
        return OptionalLong.empty();
    }

    /**
     * Forgets what was measured of this machine to choose a precision and a number of threads, so that it is measured again
     * when it is next needed. A backend that measures nothing has nothing to do.
     */
    default void forgetMeasurements() {}

    /**
     * Looks at natives, devices, and what precision is best here. May take seconds, the first time.
     *
     * @throws RuntimeException never because the machine cannot train: that is a result
     */
    BackendDiagnosis diagnose();

    /**
     * Builds a model with fresh weights.
     *
     * @param seed the same seed, model, machine and thread count give bit-identical weights
     * @throws dev.seance.api.run.UserError when the requested device is not available, saying which are and what to do
     */
    TrainableModel create(ModelConfig config, long seed);

    /**
     * Builds a model from what {@link TrainableModel#save} wrote, optimizer state included when it is there. Continuing to
     * train it gives the same weights, bit for bit, as an uninterrupted training.
     *
     * @throws dev.seance.api.run.UserError when the files are damaged, or the model family is not installed or has no program
     *     that this backend runs, with the reason
     */
    TrainableModel restore(Path folder) throws IOException;

    /**
     * Loads the weights that {@link TrainableModel#save} wrote, for generation only.
     *
     * @throws dev.seance.api.run.UserError as {@link #restore}
     */
    LanguageModel load(Path folder) throws IOException;
}
