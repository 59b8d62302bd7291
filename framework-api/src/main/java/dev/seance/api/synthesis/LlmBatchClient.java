// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.synthesis;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Hands requests to a language-model service in batches and asks later for their answers. The host calls it on one thread
 * at a time. Its methods never retry; waiting is the host's.
 */
public interface LlmBatchClient extends AutoCloseable {

    /**
     * Hands over a batch. When this returns the service has it and works on it, whatever becomes of this process.
     *
     * @param requests at least one, by an id of 64 hexadecimal digits
     * @return the batch's id at the service, which {@link #answers} takes in this process or a later one
     * @throws LlmException when the service did not take it; {@linkplain LlmException#lost lost} when it may have
     */
    String submit(Map<String, LlmRequest> requests);

    /**
     * The most bytes of requests that the service takes in one batch, counted by {@link #bytes}. The host makes several
     * batches of what is more; a request that is larger by itself is in a batch of its own.
     */
    default long maxBytes() {
        return Long.MAX_VALUE;
    }

    /** How many bytes a request takes in a batch at most, with its id and what stands around it. */
    default long bytes(LlmRequest request) {
        return 0;
    }

    /**
     * Looks for a batch that the service may have taken although nobody heard its id: the answer to {@link #submit} was
     * lost, or a kill came before it.
     *
     * @param requests how many it has
     * @param notBefore when it was handed over at the earliest, by the service's clock
     * @return the ids of all batches of which that is true, in the order in which the service took them
     * @throws LlmException when the service did not say
     */
    List<String> find(int requests, Instant notBefore);

    /**
     * What came of a batch.
     *
     * @return empty while the service works on it; then, by the ids of the requests, what came of each. A request that is
     *     missing there has no answer and will have none.
     * @throws LlmException when the service did not say; not retriable when it knows no such batch
     */
    Optional<Map<String, BatchAnswer>> answers(String batch);

    /** Releases what the client holds; batches go on. A second call does nothing. */
    @Override
    void close();
}
