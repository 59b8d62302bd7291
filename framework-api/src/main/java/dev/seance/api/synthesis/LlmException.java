// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.synthesis;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** A language model gave no usable answer. */
public final class LlmException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean retriable;
    private final Duration retryAfter;

    /**
     * @param retriable whether the same request may succeed later: after a rate limit or a time-out, not after a refused key
     */
    public LlmException(String message, boolean retriable, Throwable cause) {
        super(message, cause);
        this.retriable = retriable;
        this.retryAfter = null;
    }

    /**
     * The same request may succeed later, and the service says when.
     *
     * @param retryAfter how long to wait before it is sent again (RFC 9110, Retry-After)
     */
    public LlmException(String message, Duration retryAfter, Throwable cause) {
        super(message, cause);
        this.retriable = true;
        this.retryAfter = Objects.requireNonNull(retryAfter, "retryAfter");
    }

    public boolean retriable() {
        return retriable;
    }

    /** How long the service wants to be left alone; empty where it did not say. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
