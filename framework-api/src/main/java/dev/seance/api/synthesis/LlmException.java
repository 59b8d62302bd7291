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
    private final boolean mayBeCharged;

    /**
     * @param retriable whether the same request may succeed later: after a rate limit or a time-out, not after a refused key
     */
    public LlmException(String message, boolean retriable, Throwable cause) {
        this(message, retriable, null, false, cause);
    }

    /**
     * The same request may succeed later, and the service says when.
     *
     * @param retryAfter how long to wait before it is sent again (RFC 9110, Retry-After)
     */
    public LlmException(String message, Duration retryAfter, Throwable cause) {
        this(message, true, Objects.requireNonNull(retryAfter, "retryAfter"), false, cause);
    }

    private LlmException(
            String message, boolean retriable, Duration retryAfter, boolean mayBeCharged, Throwable cause) {
        super(message, cause);
        this.retriable = retriable;
        this.retryAfter = retryAfter;
        this.mayBeCharged = mayBeCharged;
    }

    /**
     * The answer was cut off on its way, came too late or could not be read: the same request may succeed later, and the
     * service may charge for this one all the same.
     */
    public static LlmException lost(String message, Throwable cause) {
        return new LlmException(message, true, null, true, cause);
    }

    public boolean retriable() {
        return retriable;
    }

    /** Whether the service may have done the work, and charge for it. */
    public boolean mayBeCharged() {
        return mayBeCharged;
    }

    /** How long the service wants to be left alone; empty where it did not say. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
