// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.llm;

import dev.seance.api.synthesis.LlmReply;
import dev.seance.api.synthesis.LlmRequest;

/** One way to buy answers. */
interface Sender {

    /**
     * Sends a request once, within the budget, and returns its answer when the log has it.
     *
     * @throws dev.seance.api.synthesis.LlmException when there is none
     */
    LlmReply send(LlmRequest request, LoggedRequest logged);
}
