// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.scenes;

import dev.seance.api.plugin.Option;
import dev.seance.api.run.UserError;
import java.util.Optional;

/**
 * Options of {@link ScenesGenerator}.
 *
 * @param conversations how many scenes
 * @param minTurns the shortest scene
 * @param maxTurns the longest scene
 * @param name who speaks
 * @param year when; empty for the middle of the era
 * @param modernQuestions whether somebody asks about things that are yet to come
 * @param surveyWords how much of the corpus is looked at
 * @param from the era's first year
 * @param to its last
 */
public record ScenesOptions(
        @Option(
                doc =
                        "How many scenes to make. There are so many replies for the year, before names are put in; where each"
                                + " would come more than three times on average, the plan says how many scenes there can be.",
                defaultValue = "2000",
                min = 1,
                max = 99999,
                unit = "scenes")
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
                        + " and the plan says when there are too few for the year.",
                defaultValue = "4",
                min = 2,
                max = ScenesOptions.MAX_TURNS,
                unit = "turns")
        int maxTurns,

        @Option(doc = "The name the model answers to; at most 40 characters.", defaultValue = "Mr. Chatterbox")
        String name,

        @Option(
                doc =
                        "The year the model believes it is; one of the era, and its middle when left out. The scenes speak"
                                + " of nothing that came later and of no king or war of another time.",
                min = 1,
                max = 9999)
        Optional<Integer> year,

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
        long surveyWords,

        @Option(doc = "The era's first year.", defaultValue = "${era.from}")
        int from,

        @Option(doc = "The era's last year.", defaultValue = "${era.to}")
        int to) {

    static final int MAX_TURNS = 100;

    private static final int MAX_NAME = 40;
    private static final int MAX_CONVERSATIONS = 99_999;

    public ScenesOptions {
        requireRange("conversations", conversations, 1, MAX_CONVERSATIONS);
        requireRange("min-turns", minTurns, 2, MAX_TURNS);
        requireRange("max-turns", maxTurns, 2, MAX_TURNS);
        year.ifPresent(given -> requireRange("year", given, 1, 9999));
        requireRange("survey-words", surveyWords, 0, Long.MAX_VALUE);
        if (from > to) {
            throw new UserError("from " + from + " is after to " + to + "; swap them");
        }
        if (hasEra(from, to) && year.isPresent() && (year.get() < from || year.get() > to)) {
            throw new UserError("year " + year.get() + " is not in the era, " + from + " to " + to
                    + "; set year to one of these, or leave it out for " + middle(from, to));
        }
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

    /** Whether the years are an era's; the host puts 0 where a recipe has none, and has refused it then. */
    boolean hasEra() {
        return hasEra(from, to);
    }

    private static boolean hasEra(int from, int to) {
        return from != 0 || to != 0;
    }

    /** The year the scenes are of. */
    int yearOfScenes() {
        return year.orElse(middle(from, to));
    }

    private static int middle(int from, int to) {
        return Math.floorDiv(from + to, 2);
    }
}
