// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import dev.seance.api.plugin.Option;
import java.util.Optional;

/**
 * How the layers' matrices are changed. What is not given is derived; the plan shows it.
 *
 * @param rule by Muon or by AdamW
 * @param rate learning rate at full height
 * @param decay decoupled decay
 * @param beta1 AdamW's decay of the gradient's mean
 * @param beta2 decay of the mean square, of entries by AdamW, of rows or columns by Muon
 * @param momentumFrom Muon's momentum in the first step
 * @param momentum Muon's momentum at its height
 * @param momentumTo Muon's momentum at the end
 * @param momentumWarmup steps until momentum has its height
 */
public record MatrixOptions(
        @Option(doc = "Muon, which makes the momentum of each matrix orthogonal, or AdamW; muon where not given.")
        Optional<MatrixRule> rule,

        @Option(
                doc = "Learning rate; derived: by Muon 0.02, by AdamW 0.002 times 768 over the width, each for steps of"
                        + " 524,288 tokens and falling with the root of that number.",
                min = 0,
                max = 10)
        Optional<Double> rate,

        @Option(
                doc = "Decoupled decay, multiplied by the rate. Derived: by Muon 0.28 for the model of depth 12 (and"
                        + " 524,288 tokens a step, with whose root it falls), for others less as their horizon is longer,"
                        + " and falling to 0 by half a cosine; by AdamW 0.1; 0 when fine-tuning.",
                min = 0,
                max = 100)
        Optional<Double> decay,

        @Option(doc = "AdamW's decay of the gradient's mean; 0.9 where not given.", min = 0, max = 0.9999)
        Optional<Double> beta1,

        @Option(
                doc = "Decay of the mean square: of rows or columns by Muon, 0.9 where not given, of entries by AdamW,"
                        + " 0.95.",
                min = 0,
                max = 0.99999)
        Optional<Double> beta2,

        @Option(doc = "Muon's momentum in the first step; 0.85 where not given.", min = 0, max = 0.9999)
        Optional<Double> momentumFrom,

        @Option(
                doc = "Muon's momentum at its height; 0.97 where not given, 0.95 when fine-tuning.",
                min = 0,
                max = 0.9999)
        Optional<Double> momentum,

        @Option(
                doc = "What Muon's momentum falls to while the rates fall; 0.90 where not given, when fine-tuning its"
                        + " height.",
                min = 0,
                max = 0.9999)
        Optional<Double> momentumTo,

        @Option(
                doc = "Steps in which Muon's momentum rises; 400 where not given, 300 when fine-tuning.",
                min = 0,
                unit = "steps")
        Optional<Long> momentumWarmup) {

    static final MatrixOptions DERIVED = new MatrixOptions(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
}
