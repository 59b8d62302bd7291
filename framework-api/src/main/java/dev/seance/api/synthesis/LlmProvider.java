// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.synthesis;

import org.pf4j.ExtensionPoint;

/**
 * Opens clients of one kind of language-model service; an entry of the recipe's {@code llms} names it. One instance per
 * entry and run, made when a step first asks for the entry; none is made while planning.
 */
public interface LlmProvider extends ExtensionPoint {

    /**
     * Opens a client; called once. The host closes it when the run ends. Must not call the service.
     *
     * @param model the model's name at the service
     * @throws dev.seance.api.run.UserError when a key or an address is missing, naming it
     */
    LlmClient open(String model);
}
