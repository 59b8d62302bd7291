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
 * it makes are closed by whoever asked for them. Called from one thread at a time.
 *
 * <p>{@link #support}, {@link #preflight}, {@link #measuredFlops} and {@link #trainingMemory} are called while planning and
 * load no native library; the other methods may.
 */
public interface ModelBackend extends ExtensionPoint {

    /** What this backend can do with its options. */
    BackendSupport support();

    /**
     * What keeps it from computing here with its options, as far as that can be told without loading anything: a device
     * that has no driver, natives of the wrong version. Each as a {@link dev.seance.api.run.UserError} would say it. A run
     * with such an obstacle is refused before its first step.
     */
    default List<String> preflight() {
        return List.of();
    }

    /**
     * How fast this machine trained the last time this backend measured it, in floating-point operations a second as
     * {@link ModelConfig#flopsPerToken} counts them; empty when it never did. Read from the cache, never measured here.
     */
    Optional<Double> measuredFlops();

    /**
     * Bytes of memory that training holds at most, weights and optimiser included, with micro-batches of so many full rows;
     * empty when this backend cannot tell. Reckoned from the shape.
     *
     * @param device of another machine that the plan is for; empty for what would be computed on here
     */
    OptionalLong trainingMemory(ModelConfig shape, int rows, Optional<Device> device);

    /**
     * The most this machine does through this engine, in the precision of the options. Measured the first time, which may
     * take seconds, and kept in the cache.
     *
     * @throws dev.seance.api.run.UserError as {@link #create}
     */
    PeakThroughput peaks();

    /**
     * {@link #peaks} measured now, for a comparison with what else is measured in this moment; the cache stays as it is.
     *
     * @throws dev.seance.api.run.UserError as {@link #create}
     */
    PeakThroughput measurePeaks();

    /**
     * Forgets what was measured of this machine to choose a precision and a number of threads, so that it is measured anew
     * when it is next needed. Nothing to do for a backend that measures nothing.
     */
    default void forgetMeasurements() {}

    /**
     * Looks at natives, devices, and what precision is best here. May take seconds, the first time.
     *
     * @throws RuntimeException never for a machine that cannot train: that is an answer
     */
    BackendDiagnosis diagnose();

    /**
     * Builds a model with fresh weights.
     *
     * @param seed the same seed, shape, machine and thread count give bit-identical weights
     * @throws dev.seance.api.run.UserError when the device asked for is not there, saying what is and what to do
     */
    TrainableModel create(ModelConfig shape, long seed);

    /**
     * Builds a model from what {@link TrainableModel#save} left, optimiser state included when it is there. Training on
     * gives bit-identical weights to never having stopped.
     *
     * @throws dev.seance.api.run.UserError when the files are damaged or of another architecture, with the reason
     */
    TrainableModel restore(Path folder) throws IOException;

    /**
     * Loads the weights that {@link TrainableModel#save} left, for generation only.
     *
     * @throws dev.seance.api.run.UserError as {@link #restore}
     */
    LanguageModel load(Path folder) throws IOException;
}
