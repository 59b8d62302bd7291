// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.synthesis;

import java.util.Optional;

/**
 * What came of one request of a batch: an answer, or why there is none.
 *
 * @param reply the answer; empty where {@code failure} is not
 * @param failure why there is none, and whether it makes sense to ask again
 */
public record BatchAnswer(Optional<LlmReply> reply, Optional<LlmException> failure) {

    public BatchAnswer {
        if (reply.isPresent() == failure.isPresent()) {
            throw new IllegalArgumentException("either an answer or a failure");
        }
    }

    public static BatchAnswer of(LlmReply reply) {
        return new BatchAnswer(Optional.of(reply), Optional.empty());
    }

    public static BatchAnswer failed(LlmException failure) {
        return new BatchAnswer(Optional.empty(), Optional.of(failure));
    }
}
