// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.model;

/** The transformer designs there are; a {@link ModelBackend} declares which of them it can build. */
public enum Architecture {
    /**
     * The design of Karpathy's nanochat (2025-26): rotary positions, queries and keys normalised, squared ReLU, RMSNorm
     * without weights, no biases, an output matrix of its own, logits capped softly at 15.
     */
    NANOCHAT;

    /** Width of one layer per unit of depth: nanochat's one dial. */
    static final int WIDTH_PER_DEPTH = 64;

    /** Width of an attention head; wide heads feed matrix units best. */
    static final int HEAD_WIDTH = 128;
}
