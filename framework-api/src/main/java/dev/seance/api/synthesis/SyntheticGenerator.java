// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.synthesis;

import dev.seance.api.run.StepContext;
import dev.seance.api.step.StepInputs;
import java.io.IOException;
import org.pf4j.ExtensionPoint;

/**
 * Makes dialogues that stand in no book: from rules, or through an {@link LlmClient}. One instance a step.
 *
 * <p>The work is a list of items with stable names. The host asks for them one by one, keeps each item's dialogues as
 * soon as they are there, and after a kill asks only for those that are missing: a paid call is never repeated.
 */
public interface SyntheticGenerator extends ExtensionPoint {

    /** Looks at the inputs and prepares. Called once an execution, also after a kill; must give the same session. */
    SynthesisSession open(StepInputs inputs, StepContext context) throws IOException;
}
