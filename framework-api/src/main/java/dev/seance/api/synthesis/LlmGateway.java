// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.synthesis;

/** Gives out the language models of the recipe's {@code llms}; injectable into every extension. */
public interface LlmGateway {

    /**
     * The client for a name in {@code llms}; the host closes it.
     *
     * @throws dev.seance.api.run.UserError when the recipe has no such name, listing those it has
     */
    LlmClient client(String name);
}
