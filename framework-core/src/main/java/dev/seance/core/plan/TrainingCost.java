// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plan;

import dev.seance.api.model.ModelShape;
import dev.seance.api.training.TrainingEstimate;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a training step will come to.
 *
 * @param shape the model
 * @param estimate the trainer's own reckoning
 * @param rate how fast it will be trained, if anybody knows
 */
public record TrainingCost(ModelShape shape, TrainingEstimate estimate, Optional<ComputeRate> rate) {

    public TrainingCost {
        Objects.requireNonNull(shape, "shape");
        Objects.requireNonNull(estimate, "estimate");
        Objects.requireNonNull(rate, "rate");
    }

    /** Floating-point operations of the whole training; empty while the steps are not known. */
    public OptionalDouble flops() {
        return estimate.steps().isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(
                        (double) estimate.steps().getAsLong() * estimate.tokensPerStep() * shape.flopsPerToken());
    }

    public OptionalDouble hours() {
        return flops().isEmpty() || rate.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(flops().getAsDouble() / rate.get().flops() / 3600);
    }

    public OptionalDouble usd() {
        return hours().isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(hours().getAsDouble() * rate.orElseThrow().usdPerHour());
    }
}
