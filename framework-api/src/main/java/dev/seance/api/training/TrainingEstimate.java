// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.training;

import java.util.OptionalLong;

/**
 * What a training will come to.
 *
 * @param steps optimiser steps; empty when they depend on data that does not exist yet
 * @param tokensPerStep tokens in one optimiser step
 * @param rows rows of a micro-batch, each as long as the context: what must fit in memory at once
 */
public record TrainingEstimate(OptionalLong steps, long tokensPerStep, int rows) {

    public TrainingEstimate {
        if (tokensPerStep < 1 || rows < 1) {
            throw new IllegalArgumentException(
                    "a step of " + tokensPerStep + " tokens in micro-batches of " + rows + " rows");
        }
    }
}
