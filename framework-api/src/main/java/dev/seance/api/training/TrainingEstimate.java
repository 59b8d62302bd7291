// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.training;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * The extent of a training, as far as it is known before it runs.
 *
 * @param steps optimiser steps, or with {@code minutes} the most that there can be; empty when they depend on data that does
 *     not exist yet or on this machine's speed alone
 * @param minutes time for the optimiser steps; the training ends with it, or with its steps when these are done sooner
 * @param tokensPerStep tokens in one optimiser step
 * @param microBatch sequences of a micro-batch, each as long as the context: what must fit in memory at once
 * @param derived what the trainer derived because it is not set, by the option that would set it, each with its derivation
 *     in words; in the order to be read
 */
public record TrainingEstimate(
        OptionalLong steps, OptionalDouble minutes, long tokensPerStep, int microBatch, Map<String, String> derived) {

    public TrainingEstimate {
        if (tokensPerStep < 1 || microBatch < 1) {
            throw new IllegalArgumentException(
                    "a step of " + tokensPerStep + " tokens in micro-batches of " + microBatch);
        }
        derived = Collections.unmodifiableMap(new LinkedHashMap<>(derived));
    }

    /** An estimate of a trainer that derives nothing else. */
    public TrainingEstimate(OptionalLong steps, long tokensPerStep, int microBatch) {
        this(steps, OptionalDouble.empty(), tokensPerStep, microBatch, Map.of());
    }
}
