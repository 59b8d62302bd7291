// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import dev.seance.api.model.ModelConfig;
import java.util.Optional;
import java.util.OptionalDouble;

/** How fast a model trains here, saved so that the next plan can say how long a training will take. */
final class TrainingThroughput {
    /** Less is mostly warm-up. */
    private static final double ENOUGH_SECONDS = 20;

    private final Optional<MeasurementCache> cache;
    private final String key;
    private final double flopsPerToken;
    private long tokens;
    private long nanos;

    /** @param options what it is saved under: a plan has these without asking the engine what they come to */
    TrainingThroughput(MeasurementCache cache, PyTorchOptions options, ModelConfig shape) {
        this(Optional.of(cache), key(options), shape);
    }

    private TrainingThroughput(Optional<MeasurementCache> cache, String key, ModelConfig shape) {
        this.cache = cache;
        this.key = key;
        this.flopsPerToken = shape.flopsPerToken();
    }

    /** One that is not saved. */
    static TrainingThroughput unsaved(ModelConfig shape) {
        return new TrainingThroughput(Optional.empty(), "", shape);
    }

    /** Time spent on training on so many tokens. */
    void add(long tokens, long nanos) {
        this.tokens += tokens;
        this.nanos += nanos;
    }

    /** Saves it, once there was enough to measure. */
    void save() {
        double seconds = nanos / 1e9;
        if (seconds >= ENOUGH_SECONDS) {
            cache.ifPresent(measurements -> measurements.put(key, tokens * flopsPerToken / seconds));
        }
    }

    /** What was saved last, in floating-point operations a second. */
    static OptionalDouble saved(MeasurementCache cache, PyTorchOptions options) {
        return cache.number(key(options));
    }

    private static String key(PyTorchOptions options) {
        return "training." + options.device() + "." + options.precision() + "." + options.threads();
    }
}
