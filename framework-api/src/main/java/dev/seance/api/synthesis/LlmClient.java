// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.synthesis;

/** Sends requests to a language model. Safe for use by several threads. */
public interface LlmClient extends AutoCloseable {

    /**
     * Sends one request and waits for the answer. Neither a client nor the host retries, waits for a rate limit, or caches:
     * that, and what it may cost, is up to the generator or evaluator that calls.
     *
     * @throws LlmException when there is no usable answer, saying whether it makes sense to send the request again
     */
    LlmReply ask(LlmRequest request);

    /** Releases what the client holds, such as connections; a second call does nothing. */
    @Override
    void close();
}
