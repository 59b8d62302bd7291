// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.dialogue;

/** The tokens of a conversation and, for each, whether it is to be learnt. Do not change the arrays. */
public final class MaskedTokens {

    private final int[] tokens;
    private final boolean[] learnt;

    /** Wraps two arrays of one length. */
    public MaskedTokens(int[] tokens, boolean[] learnt) {
        if (tokens.length != learnt.length) {
            throw new IllegalArgumentException(tokens.length + " tokens, " + learnt.length + " marks");
        }
        this.tokens = tokens;
        this.learnt = learnt;
    }

    public int[] tokens() {
        return tokens;
    }

    public boolean[] learnt() {
        return learnt;
    }
}
