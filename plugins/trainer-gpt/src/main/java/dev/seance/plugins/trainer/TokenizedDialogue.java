// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import dev.seance.kit.chat.MaskedTokens;
import java.util.Arrays;

/**
 * A dialogue as tokens.
 *
 * @param id the dialogue's id
 * @param repeats how often it is in an epoch, on average
 * @param tokens the tokens and their loss mask
 */
record TokenizedDialogue(String id, double repeats, MaskedTokens tokens) {

    int length() {
        return tokens.tokens().length;
    }

    /** Whether there is a token that the loss is taken on. */
    boolean hasTargets() {
        for (boolean target : tokens.lossMask()) {
            if (target) {
                return true;
            }
        }
        return false;
    }

    /** The same, ending after that many tokens if it is longer. */
    TokenizedDialogue truncated(int maxLength) {
        if (length() <= maxLength) {
            return this;
        }
        return new TokenizedDialogue(
                id,
                repeats,
                new MaskedTokens(
                        Arrays.copyOf(tokens.tokens(), maxLength), Arrays.copyOf(tokens.lossMask(), maxLength)));
    }
}
