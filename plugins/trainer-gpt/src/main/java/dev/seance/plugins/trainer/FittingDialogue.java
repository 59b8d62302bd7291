// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import dev.seance.api.dialogue.Turn;
import dev.seance.kit.chat.ChatTemplate;
import dev.seance.kit.chat.MaskedTokens;
import java.util.List;

/**
 * As much of a dialogue as a model's context holds: whole exchanges, so that it never ends in the middle of a question or
 * of a role marker. Only where the first exchange alone is too long does it end within that reply, without the marker of a
 * reply's end: the model is not taught to stop there.
 *
 * @param tokens without a target where not even the first question fits
 * @param droppedTurns how many turns at the end do not fit
 * @param replyCut whether the reply ends before its end
 */
record FittingDialogue(MaskedTokens tokens, int droppedTurns, boolean replyCut) {

    /** @param maxLength the most tokens */
    static FittingDialogue of(List<Turn> turns, ChatTemplate template, int maxLength) {
        MaskedTokens whole = template.render(turns);
        if (whole.length() <= maxLength) {
            return new FittingDialogue(whole, 0, false);
        }
        // The end marker stands before the first turn and after each, and in no text.
        int kept = 0;
        int length = 0;
        int turn = -1;
        for (int i = 0; i < maxLength; i++) {
            if (whole.tokens()[i] == template.end() && ++turn > 0 && turn % 2 == 0) {
                kept = turn;
                length = i + 1;
            }
        }
        return kept > 0
                ? new FittingDialogue(whole.first(length), turns.size() - kept, false)
                : new FittingDialogue(whole.first(maxLength), turns.size() - 2, true);
    }
}
