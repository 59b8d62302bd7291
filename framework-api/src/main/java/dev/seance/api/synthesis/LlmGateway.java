// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.synthesis;

/**
 * The language models of the recipe's {@code llms}. Injectable into every extension; in those that are no generators or
 * evaluators it has no models. Safe for use by several threads.
 *
 * <p>Every request goes through the host. It keeps each answer, forced onto the disk, before the step gets it: an equal
 * request ({@link LlmRequest#sample} included) to the same model is answered from there, in this run or any other, and
 * never bought again. It sends no more at once and in a minute than the recipe allows, sends again what the service could
 * not answer, waiting as long as the service says, and refuses to send what could exceed the recipe's budget.
 *
 * <p>An option whose value is a name for {@link #client} is marked {@link dev.seance.api.plugin.Option#llm}.
 */
public interface LlmGateway {

    /**
     * The client for a name in {@code llms}, the same at each call, for all threads of a step. Closing it does nothing; the
     * host closes what it sends with when the run ends. {@link LlmClient#ask} throws a {@link
     * dev.seance.api.run.UserError} when the budget does not reach and a {@link dev.seance.api.run.StopException} when the
     * user asks to stop while it waits.
     *
     * @throws dev.seance.api.run.UserError when the recipe has no such name, listing those it has; or as {@link
     *     LlmProvider#open}
     */
    LlmClient client(String name);
}
