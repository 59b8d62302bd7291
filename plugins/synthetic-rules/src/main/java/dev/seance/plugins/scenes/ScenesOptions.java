// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.scenes;

import dev.seance.api.plugin.Option;
import dev.seance.api.run.UserError;

/**
 * Options of {@link ScenesGenerator}.
 *
 * @param conversations how many scenes
 * @param minTurns the shortest scene
 * @param maxTurns the longest scene
 * @param name who speaks
 * @param year when
 * @param modernQuestions whether somebody asks about things that are yet to come
 * @param surveyWords how much of the corpus is looked at
 */
public record ScenesOptions(
        @Option(doc = "How many scenes to make.", defaultValue = "2000", min = 1, max = 99999, unit = "scenes")
        int conversations,

        @Option(
                doc = "The shortest scene, both speakers' turns counted; even.",
                defaultValue = "2",
                min = 2,
                unit = "turns")
        int minTurns,

        @Option(
                doc = "The longest scene, both speakers' turns counted; even.",
                defaultValue = "4",
                min = 2,
                unit = "turns")
        int maxTurns,

        @Option(doc = "The name the model answers to.", defaultValue = "Mr. Chatterbox")
        String name,

        @Option(doc = "The year the model believes it is; the middle of the era does well.", defaultValue = "1851")
        int year,

        @Option(
                doc = "Whether some questions are about things yet to come, which the replies do not understand. The"
                        + " questions name such things, the replies never do.",
                defaultValue = "true")
        boolean modernQuestions,

        @Option(
                doc = "How much of the corpus to look through for people, places and things; more finds rarer ones"
                        + " and takes longer.",
                defaultValue = "5000000",
                min = 0,
                unit = "words")
        long surveyWords) {

    /** The defaults. */
    public static final ScenesOptions DEFAULT = new ScenesOptions(2000, 2, 4, "Mr. Chatterbox", 1851, true, 5_000_000);

    public ScenesOptions {
        if (conversations < 1 || surveyWords < 0) {
            throw new UserError("conversations " + conversations + ", survey-words " + surveyWords
                    + ": one is out of range (at least 1 and 0)");
        }
        if (minTurns < 2 || maxTurns < minTurns || minTurns % 2 != 0 || maxTurns % 2 != 0) {
            throw new UserError("min-turns " + minTurns + " and max-turns " + maxTurns
                    + " must be even, at least 2, and in order, because every question is answered");
        }
        if (name.isBlank()) {
            throw new UserError("name is blank; give the name the model answers to, or leave it out");
        }
    }

    /** These options with another number of scenes. */
    public ScenesOptions withConversations(int scenes) {
        return new ScenesOptions(scenes, minTurns, maxTurns, name, year, modernQuestions, surveyWords);
    }
}
