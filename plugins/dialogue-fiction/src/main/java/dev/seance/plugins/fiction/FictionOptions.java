// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.fiction;

import dev.seance.api.plugin.Option;
import dev.seance.api.run.UserError;

/**
 * Options of {@link FictionExtractor}.
 *
 * @param minWords the shortest turn
 * @param maxWords the longest turn
 * @param maxGap the most narration between two turns
 * @param maxTurns the longest dialogue
 * @param minQuality the least that a turn must be likely to answer the one before
 */
public record FictionOptions(
        @Option(
                doc = "The shortest turn. A reply of one word teaches a model to answer in one word.",
                defaultValue = "3",
                min = 1,
                unit = "words")
        int minWords,

        @Option(
                doc = "The longest turn. Longer ones are mostly letters, stories and speeches that nobody"
                        + " answers: one answered turn in a hundred is longer than the default.",
                defaultValue = "300",
                min = 1,
                unit = "words")
        int maxWords,

        @Option(
                doc = "The most narration between two turns, \"said he\" included. Over more of it the scene"
                        + " moves on, and the second turn answers something else. Shorter gaps count against a"
                        + " turn's quality.",
                defaultValue = "200",
                min = 0,
                unit = "words")
        int maxGap,

        @Option(
                doc = "The longest dialogue. With 2, each turn that is answered makes a pair with its answer;"
                        + " with more, a conversation is cut into dialogues of up to that many turns, each"
                        + " beginning with the last turn of the one before.",
                defaultValue = "2",
                min = 2,
                unit = "turns")
        int maxTurns,

        @Option(
                doc = "The least quality of an answer, from 0 to 1: how likely it is that another person says"
                        + " it, and in answer to the turn before, judged by the words beside both, the"
                        + " narration between and who speaks around them. With more, fewer dialogues and fewer wrong"
                        + " ones. Each dialogue names its quality.",
                defaultValue = "0.75",
                min = 0,
                max = 1)
        double minQuality) {

    /** The defaults. */
    public static final FictionOptions DEFAULT = new FictionOptions(3, 300, 200, 2, 0.75);

    public FictionOptions {
        if (minWords < 1 || maxGap < 0 || maxTurns < 2 || !(minQuality >= 0 && minQuality <= 1)) {
            throw new UserError("min-words " + minWords + ", max-gap " + maxGap + ", max-turns " + maxTurns
                    + ", min-quality " + minQuality + ": one is out of range (at least 1, 0 and 2; from 0 to 1)");
        }
        if (maxWords < minWords) {
            throw new UserError("max-words " + maxWords + " is below min-words " + minWords + "; no turn fits both");
        }
    }
}
