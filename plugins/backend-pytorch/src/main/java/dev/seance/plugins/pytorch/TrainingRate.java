// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import dev.seance.api.model.ModelConfig;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.OptionalDouble;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How fast a model learns here, noted so that the next plan can say how long a training will take. */
final class TrainingRate {
    private static final Logger LOG = LoggerFactory.getLogger(TrainingRate.class);

    /** Less says more about warming up than about the machine. */
    private static final double ENOUGH_SECONDS = 20;

    private final Optional<MachineNotes> notes;
    private final String key;
    private final double flopsPerToken;
    private long tokens;
    private long nanos;

    /** @param options what the rate belongs to: a plan has these without asking the engine what they come to */
    TrainingRate(MachineNotes notes, PyTorchOptions options, ModelConfig shape) {
        this(Optional.of(notes), key(options), shape);
    }

    private TrainingRate(Optional<MachineNotes> notes, String key, ModelConfig shape) {
        this.notes = notes;
        this.key = key;
        this.flopsPerToken = shape.flopsPerToken();
    }

    /** One that is not written down. */
    static TrainingRate unnoted(ModelConfig shape) {
        return new TrainingRate(Optional.empty(), "", shape);
    }

    /** Time spent on learning from so many tokens. */
    void add(long tokens, long nanos) {
        this.tokens += tokens;
        this.nanos += nanos;
    }

    /** Writes the rate down, once there is enough of it. */
    void note() {
        double seconds = nanos / 1e9;
        if (seconds >= ENOUGH_SECONDS) {
            try {
                notes.ifPresent(place -> place.put(key, tokens * flopsPerToken / seconds));
            } catch (UncheckedIOException e) {
                LOG.debug("the training rate was not noted", e);
            }
        }
    }

    /** What was noted last, in floating-point operations a second. */
    static OptionalDouble noted(MachineNotes notes, PyTorchOptions options) {
        return notes.number(key(options));
    }

    private static String key(PyTorchOptions options) {
        return "training." + options.device() + "." + options.precision() + "." + options.threads();
    }
}
