// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.synthesis;

/** Why a language model stopped writing. */
public enum FinishReason {
    /** It ended its answer. */
    STOP,
    /** It came to the request's limit of tokens: the answer is cut off. */
    LENGTH,
    /** It, or the service for it, would not answer; the text is what it said instead, or "". */
    REFUSAL
}
