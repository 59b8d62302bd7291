// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.evaluation;

import dev.seance.api.run.StepContext;
import dev.seance.api.step.StepInputs;
import java.io.IOException;
import org.pf4j.ExtensionPoint;

/** Measures a model, a corpus or dialogues. One instance a step, one thread. */
public interface Evaluator extends ExtensionPoint {

    /** Measures; a failed gate is part of the result, not an exception. */
    Evaluation evaluate(StepInputs inputs, StepContext context) throws IOException;
}
