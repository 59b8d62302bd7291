// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.synthesis;

/** A language model did not answer. */
public final class LlmException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean retriable;

    /**
     * @param retriable whether the same question may be answered later: a rate limit, a time-out; not a wrong key
     */
    public LlmException(String message, boolean retriable, Throwable cause) {
        super(message, cause);
        this.retriable = retriable;
    }

    public boolean retriable() {
        return retriable;
    }
}
