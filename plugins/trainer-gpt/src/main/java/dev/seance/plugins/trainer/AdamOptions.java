// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import dev.seance.api.plugin.Option;
import java.util.Optional;

/**
 * How a group of tensors is changed by AdamW. What is not given is derived; the plan shows it.
 *
 * @param rate learning rate at full height
 * @param beta1 decay of the gradient's mean
 * @param beta2 decay of the gradient's square
 * @param decay decoupled decay
 */
public record AdamOptions(
        @Option(
                doc = "Learning rate; derived from the tuned one, which is for steps of 524,288 tokens and width 768.",
                min = 0,
                max = 10)
        Optional<Double> rate,

        @Option(doc = "Decay of the gradient's mean.", min = 0, max = 0.9999)
        Optional<Double> beta1,

        @Option(doc = "Decay of the gradient's square.", min = 0, max = 0.99999)
        Optional<Double> beta2,

        @Option(doc = "Decoupled decay, multiplied by the rate.", min = 0, max = 100)
        Optional<Double> decay) {

    static final AdamOptions DERIVED =
            new AdamOptions(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
