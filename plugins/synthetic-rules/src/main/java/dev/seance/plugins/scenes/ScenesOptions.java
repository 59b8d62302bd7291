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
                doc = "How many turns a scene has at least, both speakers' counted; even.",
                defaultValue = "2",
                min = 2,
                max = ScenesOptions.MAX_TURNS,
                unit = "turns")
        int minTurns,

        @Option(
                doc = "How many turns a scene has at most, both speakers' counted; even. A scene talks of a topic once,"
                        + " and there are no more topics than for the greatest number.",
                defaultValue = "4",
                min = 2,
                max = ScenesOptions.MAX_TURNS,
                unit = "turns")
        int maxTurns,

        @Option(doc = "The name the model answers to; at most 40 characters.", defaultValue = "Mr. Chatterbox")
        String name,

        @Option(
                doc = "The year the model believes it is; the middle of the era does well.",
                defaultValue = "1851",
                min = 1,
                max = 9999)
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

    /** Every exchange has a topic of its own at worst, so there must be half as many topics, see {@link SceneWriter}. */
    static final int MAX_TURNS = 100;

    private static final int MAX_NAME = 40;
    private static final int MAX_CONVERSATIONS = 99_999;

    /** The defaults. */
    public static final ScenesOptions DEFAULT = new ScenesOptions(2000, 2, 4, "Mr. Chatterbox", 1851, true, 5_000_000);

    public ScenesOptions {
        requireRange("conversations", conversations, 1, MAX_CONVERSATIONS);
        requireRange("min-turns", minTurns, 2, MAX_TURNS);
        requireRange("max-turns", maxTurns, 2, MAX_TURNS);
        requireRange("year", year, 1, 9999);
        requireRange("survey-words", surveyWords, 0, Long.MAX_VALUE);
        if (minTurns % 2 != 0 || maxTurns % 2 != 0) {
            throw new UserError("min-turns " + minTurns + " and max-turns " + maxTurns
                    + " must be even, because every question is answered");
        }
        if (maxTurns < minTurns) {
            throw new UserError("max-turns " + maxTurns + " is below min-turns " + minTurns + "; set max-turns to "
                    + minTurns + " or more");
        }
        if (name.isBlank() || name.length() > MAX_NAME || name.chars().anyMatch(Character::isISOControl)) {
            throw new UserError("name '" + name.replaceAll("\\p{Cntrl}", " ") + "' is not a name of 1 to " + MAX_NAME
                    + " characters on one line; give the name the model answers to, or leave it out");
        }
    }

    private static void requireRange(String option, long value, long min, long max) {
        if (value < min || value > max) {
            throw new UserError(option + " " + value + " is not in " + min + ".." + max);
        }
    }

    /** These options with another number of scenes. */
    public ScenesOptions withConversations(int scenes) {
        return new ScenesOptions(scenes, minTurns, maxTurns, name, year, modernQuestions, surveyWords);
    }
}
