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
        int kept = turns.size();
        MaskedTokens tokens = template.render(turns);
        while (tokens.length() > maxLength && kept > 2) {
            // Whole exchanges; an odd turn at the end is a question without a reply.
            kept -= kept % 2 == 0 ? 2 : 1;
            tokens = template.render(turns.subList(0, kept));
        }
        boolean replyCut = tokens.length() > maxLength;
        return new FittingDialogue(replyCut ? tokens.first(maxLength) : tokens, turns.size() - kept, replyCut);
    }
}
