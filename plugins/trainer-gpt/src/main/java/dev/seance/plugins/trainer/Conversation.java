// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import dev.seance.kit.chat.MaskedTokens;
import java.util.Arrays;

/**
 * A dialogue as tokens.
 *
 * @param id the dialogue's id
 * @param repeats how often an epoch has it, on average
 * @param tokens the tokens and which of them are learnt
 */
record Conversation(String id, double repeats, MaskedTokens tokens) {

    int length() {
        return tokens.tokens().length;
    }

    boolean teaches() {
        for (boolean learnt : tokens.lossMask()) {
            if (learnt) {
                return true;
            }
        }
        return false;
    }

    /** The same, ending after that many tokens if it is longer. */
    Conversation cutTo(int most) {
        if (length() <= most) {
            return this;
        }
        return new Conversation(
                id,
                repeats,
                new MaskedTokens(Arrays.copyOf(tokens.tokens(), most), Arrays.copyOf(tokens.lossMask(), most)));
    }
}
