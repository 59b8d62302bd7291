// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.training;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What a training will come to.
 *
 * @param steps optimiser steps; empty when they depend on data that does not exist yet
 * @param tokensPerStep tokens in one optimiser step
 * @param rows rows of a micro-batch, each as long as the context: what must fit in memory at once
 * @param derived what the trainer settled because the options left it open, by the option that would override it, each
 *     with its reckoning in words; in the order to be read
 */
public record TrainingEstimate(OptionalLong steps, long tokensPerStep, int rows, Map<String, String> derived) {

    public TrainingEstimate {
        if (tokensPerStep < 1 || rows < 1) {
            throw new IllegalArgumentException(
                    "a step of " + tokensPerStep + " tokens in micro-batches of " + rows + " rows");
        }
        derived = Collections.unmodifiableMap(new LinkedHashMap<>(derived));
    }

    /** An estimate of a trainer that derives nothing else. */
    public TrainingEstimate(OptionalLong steps, long tokensPerStep, int rows) {
        this(steps, tokensPerStep, rows, Map.of());
    }
}
