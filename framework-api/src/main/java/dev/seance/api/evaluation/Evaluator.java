// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.evaluation;

import dev.seance.api.run.StepContext;
import dev.seance.api.step.StepInputs;
import dev.seance.api.synthesis.LlmForecast;
import java.io.IOException;
import java.util.Optional;
import org.pf4j.ExtensionPoint;

/**
 * Measures models, corpora or dialogues. One instance per execution of a step, called once, on one thread; it may use up
 * to {@link dev.seance.api.run.Environment#threads} of its own.
 */
public interface Evaluator extends ExtensionPoint {

    /**
     * What it will ask a language model, by its options alone; called while planning, before its inputs need be there.
     * Empty for one that asks none.
     */
    default Optional<LlmForecast> forecast() {
        return Optional.empty();
    }

    /** Measures; a failed gate is part of the result, not an exception. Closes whatever it loads. */
    Evaluation evaluate(StepInputs inputs, StepContext context) throws IOException;
}
