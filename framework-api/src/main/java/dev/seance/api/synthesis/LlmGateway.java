// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.synthesis;

/**
 * The language models of the recipe's {@code llms}. Injectable into every extension; in those that are no generators or
 * evaluators it has no models. Safe for use by several threads.
 */
public interface LlmGateway {

    /**
     * The client for a name in {@code llms}. One client per name serves all steps of a run and all their threads: opened
     * when it is first asked for, closed by the host when the run ends, by nobody else.
     *
     * @throws dev.seance.api.run.UserError when the recipe has no such name, listing those it has; or as {@link
     *     LlmProvider#open}
     */
    LlmClient client(String name);
}
