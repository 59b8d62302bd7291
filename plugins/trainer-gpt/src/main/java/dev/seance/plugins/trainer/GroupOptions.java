// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import dev.seance.api.plugin.Option;
import java.util.Optional;

/**
 * How one group of tensors is updated. What is not given is derived from what the model family declares, and shown by the
 * plan.
 *
 * @param rule Muon, Muon with rows equilibrated, or AdamW
 * @param learningRate the highest learning rate of the schedule
 * @param weightDecay decoupled weight decay
 * @param beta1 AdamW's decay of the running mean of gradients
 * @param beta2 decay of the running mean square, of entries by AdamW, of rows or columns by Muon
 * @param epsilon AdamW's
 * @param momentum Muon's highest momentum
 * @param momentumStart Muon's momentum in the first step
 * @param momentumEnd Muon's momentum at the end
 * @param momentumWarmupSteps steps in which momentum rises
 */
public record GroupOptions(
        @Option(
                doc =
                        "muon orthogonalizes the momentum of each matrix. muon-eq does so with rows of one length, and sets the"
                                + " norm of the result, as nanochat since July 2026 (MuonEq, Muon+). Groups of matrices are"
                                + " updated by muon where not given, the others always by adamw.")
        Optional<RuleChoice> rule,

        @Option(
                doc =
                        "The highest learning rate of the schedule. Derived from the family's, which was tuned at a certain"
                                + " batch and width: it scales with the root of the tokens in a step, and as the family says with"
                                + " the width.",
                min = 0,
                max = 10)
        Optional<Double> learningRate,

        @Option(
                doc = "Decoupled weight decay, multiplied by the learning rate. Derived from the family's: for muon it"
                        + " scales with the root of the tokens in a step and the inverse of the parameters that multiply, and"
                        + " falls to 0 by half a cosine; matrices have none when fine-tuning.",
                min = 0,
                max = 100)
        Optional<Double> weightDecay,

        @Option(
                doc = "AdamW's decay of the running mean of gradients; the family's where not given.",
                min = 0,
                max = 0.9999)
        Optional<Double> beta1,

        @Option(
                doc =
                        "Decay of the running mean square: of rows or columns by Muon, of entries by AdamW; the family's where"
                                + " not given.",
                min = 0,
                max = 0.99999)
        Optional<Double> beta2,

        @Option(doc = "AdamW's epsilon; the family's where not given.", min = 1e-30, max = 1)
        Optional<Double> epsilon,

        @Option(
                doc = "Muon's highest momentum; the family's where not given, at most 0.95 when fine-tuning.",
                min = 0,
                max = 0.9999)
        Optional<Double> momentum,

        @Option(doc = "Muon's momentum in the first step; 0.85 where not given.", min = 0, max = 0.9999)
        Optional<Double> momentumStart,

        @Option(
                doc =
                        "What Muon's momentum falls to while the learning rate falls; 0.90 where not given, when fine-tuning"
                                + " its highest.",
                min = 0,
                max = 0.9999)
        Optional<Double> momentumEnd,

        @Option(
                doc = "Steps in which Muon's momentum rises; 400 where not given, 300 when fine-tuning.",
                min = 0,
                unit = "steps")
        Optional<Long> momentumWarmupSteps) {

    /** Everything derived. */
    static final GroupOptions DERIVED = new GroupOptions(
            Optional.empty(),
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
