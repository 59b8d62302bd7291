// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.synthesis;

/** Asks a language model. Safe for use by several threads. */
public interface LlmClient extends AutoCloseable {

    /**
     * Asks once; retries, rate limits, caching and spending limits are the host's.
     *
     * @throws LlmException when there is no usable answer, saying whether to ask again makes sense
     */
    LlmReply ask(LlmRequest request);

    @Override
    void close();
}
