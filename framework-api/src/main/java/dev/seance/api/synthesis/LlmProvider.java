// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.synthesis;

import org.pf4j.ExtensionPoint;

/**
 * Opens clients of one kind of language-model service; an entry of the recipe's {@code llms} names it. A plan opens a
 * client and closes it, to tell the user what is missing; a run opens one when a step first asks for the entry.
 */
public interface LlmProvider extends ExtensionPoint {

    /**
     * Opens a client; called once per instance. The host closes it. Must not call the service.
     *
     * @param model the model's name at the service
     * @throws dev.seance.api.run.UserError when a key or an address is missing, naming it
     */
    LlmClient open(String model);

    /**
     * What answers depend on beside the model's name and the options: of a model on this machine, which weights the name
     * means. Steps that asked another revision are made again. Must not call a service.
     *
     * @return "" where the name says it all
     * @throws dev.seance.api.run.UserError when the model is not there
     */
    default String revision(String model) {
        return "";
    }
}
