// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.synthesis;

/** Asks a language model. Safe for use by several threads. */
public interface LlmClient extends AutoCloseable {

    /**
     * Asks once. Asking again, waiting for a rate limit, caching and what it may cost are the caller's business.
     *
     * @throws LlmException when there is no usable answer, saying whether to ask again makes sense
     */
    LlmReply ask(LlmRequest request);

    @Override
    void close();
}
