// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.synthesis;

/** Sends requests to a language model. Safe for use by several threads. */
public interface LlmClient extends AutoCloseable {

    /**
     * Sends one request and waits for the answer.
     *
     * <p>A provider's client sends it once: it does not retry, wait for a rate limit or keep answers. The client that a
     * step gets from {@link LlmGateway} does all of that.
     *
     * @throws LlmException when there is no answer, saying whether it makes sense to send the request again
     */
    LlmReply ask(LlmRequest request);

    /** Releases what the client holds, such as connections; a second call does nothing. */
    @Override
    void close();
}
