// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.chat;

import java.util.Arrays;

/** The tokens of a conversation and, for each, whether its loss counts. Do not change the arrays. */
public final class MaskedTokens {

    private final int[] tokens;
    private final boolean[] lossMask;

    /** Wraps two arrays of one length. */
    public MaskedTokens(int[] tokens, boolean[] lossMask) {
        if (tokens.length != lossMask.length) {
            throw new IllegalArgumentException(tokens.length + " tokens, " + lossMask.length + " marks");
        }
        this.tokens = tokens;
        this.lossMask = lossMask;
    }

    public int[] tokens() {
        return tokens;
    }

    public boolean[] lossMask() {
        return lossMask;
    }

    public int length() {
        return tokens.length;
    }

    /** Whether there is a token that the loss is taken on. */
    public boolean hasTargets() {
        for (boolean target : lossMask) {
            if (target) {
                return true;
            }
        }
        return false;
    }

    /** The first so many of them, copied. */
    public MaskedTokens first(int count) {
        return new MaskedTokens(Arrays.copyOf(tokens, count), Arrays.copyOf(lossMask, count));
    }
}
