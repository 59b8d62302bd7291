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
                        + " answers.",
                defaultValue = "120",
                min = 1,
                unit = "words")
        int maxWords,

        @Option(
                doc = "The most narration between two turns, \"said he\" included. Over more of it the scene"
                        + " moves on, and the second turn answers something else.",
                defaultValue = "20",
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
        int maxTurns) {

    /** The defaults. */
    public static final FictionOptions DEFAULT = new FictionOptions(3, 120, 20, 2);

    public FictionOptions {
        if (minWords < 1 || maxGap < 0 || maxTurns < 2) {
            throw new UserError("min-words " + minWords + ", max-gap " + maxGap + ", max-turns " + maxTurns
                    + ": one is out of range (at least 1, 0 and 2)");
        }
        if (maxWords < minWords) {
            throw new UserError("max-words " + maxWords + " is below min-words " + minWords + "; no turn fits both");
        }
    }
}
