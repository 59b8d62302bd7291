// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.export;

/**
 * The weights of a decoder with root-mean-square norms, rotary positions, shared keys and values and a gated MLP, by what
 * they do. Formats differ in names and layouts, and all have these.
 */
public enum DecoderWeight {
    /** The token table, [vocabulary, width]. */
    TOKENS(false),
    /** Weights of the norm before attention, [width]. */
    ATTENTION_NORM(true),
    /** [heads x head width, width]. */
    QUERIES(true),
    /** [kv heads x head width, width]. */
    KEYS(true),
    /** [kv heads x head width, width]. */
    VALUES(true),
    /** [width, heads x head width]. */
    ATTENTION_OUT(true),
    /** Weights of the norm before the MLP, [width]. */
    MLP_NORM(true),
    /** What goes through SiLU, [inner width, width]. */
    GATE(true),
    /** What it is multiplied with, [inner width, width]. */
    UP(true),
    /** [width, inner width]. */
    DOWN(true),
    /** Weights of the last norm, [width]. */
    FINAL_NORM(false),
    /** The output matrix, [vocabulary, width]; a tied model has none of its own. */
    HEAD(false);

    private final boolean layered;

    DecoderWeight(boolean layered) {
        this.layered = layered;
    }

    /** Whether every layer has one. */
    public boolean layered() {
        return layered;
    }

    /** Whether it is a vector, which formats never quantise. */
    public boolean norm() {
        return this == ATTENTION_NORM || this == MLP_NORM || this == FINAL_NORM;
    }
}
