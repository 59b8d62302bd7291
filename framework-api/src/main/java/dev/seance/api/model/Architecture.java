// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.model;

/** The transformer designs there are; a {@link ModelBackend} declares which of them it can build. */
public enum Architecture {
    /**
     * The design of Karpathy's nanochat (of March 2026): rotary positions, queries and keys normalised, squared ReLU,
     * RMSNorm without weights, no biases, an output matrix of its own, logits capped softly at 15; value embeddings on
     * every other layer, a scale for the stream and the embedded tokens in each layer, a smear of neighbouring tokens and
     * the middle layer taken out at the end.
     */
    NANOCHAT(128, 1, "SSSL"),

    /**
     * The design of Llama 2 (Touvron et al., 2023): rotary positions, RMSNorm with weights, SwiGLU, grouped queries, no
     * biases. What other programs load.
     */
    LLAMA(64, 4, "L");

    /** Width of one layer per unit of depth: nanochat's one dial. */
    static final int WIDTH_PER_DEPTH = 64;

    private final int headWidth;
    private final int queriesPerKey;
    private final AttentionWindows windows;

    Architecture(int headWidth, int queriesPerKey, String windows) {
        this.headWidth = headWidth;
        this.queriesPerKey = queriesPerKey;
        this.windows = new AttentionWindows(windows);
    }

    /** Width of an attention head, where it is not given. */
    int headWidth() {
        return headWidth;
    }

    /** Key and value heads for so many heads, where they are not given: one for several queries, as far as that goes. */
    int kvHeads(int heads) {
        return heads % queriesPerKey == 0 ? heads / queriesPerKey : heads;
    }

    /** How far back layers look, where it is not given. */
    AttentionWindows windows() {
        return windows;
    }
}
