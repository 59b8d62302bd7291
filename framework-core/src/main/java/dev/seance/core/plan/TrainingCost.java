// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plan;

import dev.seance.api.model.ModelConfig;
import dev.seance.api.training.TrainingEstimate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What a training step will come to.
 *
 * @param config the model
 * @param estimate what the trainer estimates
 * @param rate how fast it will be trained, where that is known
 * @param memoryBytes the most memory it holds at once, weights and optimiser included, if the backend can tell
 * @param remarks what whoever starts it should know: where the model is not quite as asked, where it may not fit
 */
public record TrainingCost(
        ModelConfig config,
        TrainingEstimate estimate,
        Optional<ComputeRate> rate,
        OptionalLong memoryBytes,
        List<String> remarks) {

    public TrainingCost {
        Objects.requireNonNull(config, "config");
        Objects.requireNonNull(estimate, "estimate");
        Objects.requireNonNull(rate, "rate");
        Objects.requireNonNull(memoryBytes, "memoryBytes");
        remarks = List.copyOf(remarks);
    }

    /** Floating-point operations of the whole training; empty while the steps are not known. */
    public OptionalDouble flops() {
        return estimate.steps().isEmpty() || estimate.minutes().isPresent()
                ? OptionalDouble.empty()
                : OptionalDouble.of(
                        (double) estimate.steps().getAsLong() * estimate.tokensPerStep() * config.flopsPerToken());
    }

    /** Of the whole training; with a budget of minutes that is the budget, and the training may be done sooner. */
    public OptionalDouble hours() {
        if (estimate.minutes().isPresent()) {
            return OptionalDouble.of(estimate.minutes().getAsDouble() / 60);
        }
        return flops().isEmpty() || rate.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(flops().getAsDouble() / rate.get().flops() / 3600);
    }

    public OptionalDouble usd() {
        return hours().isEmpty() || rate.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(hours().getAsDouble() * rate.get().usdPerHour());
    }
}
