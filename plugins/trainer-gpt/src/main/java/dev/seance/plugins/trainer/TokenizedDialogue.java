// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import dev.seance.kit.chat.MaskedTokens;

/**
 * A dialogue as tokens.
 *
 * @param id the dialogue's id
 * @param repeats how often it is in an epoch, on average
 * @param tokens the tokens and their loss mask
 */
record TokenizedDialogue(String id, double repeats, MaskedTokens tokens) {

    int length() {
        return tokens.length();
    }
}
