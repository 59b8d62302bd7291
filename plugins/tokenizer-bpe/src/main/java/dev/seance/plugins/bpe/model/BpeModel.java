// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe.model;

import dev.seance.plugins.bpe.split.SplitPattern;
import java.util.Map;
import java.util.Objects;

/**
 * All that a vocabulary is made of, and all that its file holds.
 *
 * @param split how text is cut before merging
 * @param merges the symbols and how they are made
 * @param ids which id each symbol and each special token has
 * @param ignoreMerges whether a piece that is a token as a whole is that token, whatever the merges say
 */
public record BpeModel(SplitPattern.PreTokenizer split, Merges merges, TokenIds ids, boolean ignoreMerges) {

    public BpeModel {
        Objects.requireNonNull(split, "split");
        Objects.requireNonNull(merges, "merges");
        Objects.requireNonNull(ids, "ids");
    }

    /** A model in which the merges decide. */
    public static BpeModel of(SplitPattern.PreTokenizer split, Merges merges, TokenIds ids) {
        return new BpeModel(split, merges, ids, false);
    }

    /** The special tokens, spelling to id, by ascending id. */
    public Map<String, Integer> specials() {
        return ids.specials();
    }
}
