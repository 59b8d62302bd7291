// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.synthesis;

import dev.seance.api.run.StepContext;
import dev.seance.api.step.StepInputs;
import java.io.IOException;
import java.util.Optional;
import org.pf4j.ExtensionPoint;

/**
 * Makes dialogues that are in no book: from rules, or through an {@link LlmClient}. One instance per execution of a step.
 *
 * <p>The work is a list of items with stable names. The host asks for each of them, records an item's dialogues as soon
 * as it has them, and after a kill asks only for the items that are not recorded: no finished item is paid for twice.
 */
public interface SyntheticGenerator extends ExtensionPoint {

    /**
     * What it will ask a language model, by its options alone; called while planning, before its inputs need be there.
     * Empty for one that asks none.
     *
     * @throws dev.seance.api.run.UserError when a file that it needs cannot be used
     */
    default Optional<LlmForecast> forecast() {
        return Optional.empty();
    }

    /**
     * Looks at the inputs and prepares. Called once per execution, also after a kill; must give a session with the same
     * items. The context stays valid until the last of them is generated.
     */
    SynthesisSession open(StepInputs inputs, StepContext context) throws IOException;
}
