// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.model;

import java.util.Objects;

/**
 * How far back each layer looks: a pattern of {@code L}, the whole context, and {@code S}, a quarter of it, repeated over
 * the layers; the last layer always looks at everything (nanochat's, after Gemma's alternating layers).
 *
 * @param pattern letters L and S, at least one
 */
public record AttentionWindows(String pattern) {

    /** Every layer looks at the whole context. */
    public static final AttentionWindows FULL = new AttentionWindows("L");

    /** Short windows are whole tiles of the fast kernels. */
    private static final int TILE = 128;

    public AttentionWindows {
        Objects.requireNonNull(pattern, "pattern");
        if (!pattern.matches("[LS]+")) {
            throw new IllegalArgumentException(
                    "windows '" + pattern + "' is not made of the letters L (long) and S (short)");
        }
    }

    /** How many tokens before itself a token of a layer sees; the whole context or more is no bound. */
    public int tokens(int layer, int layers, int context) {
        boolean full = layer == layers - 1 || pattern.charAt(layer % pattern.length()) == 'L';
        return full ? context : (context + 4 * TILE - 1) / (4 * TILE) * TILE;
    }

    @Override
    public String toString() {
        return pattern;
    }
}
