// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.scenes;

import dev.seance.api.run.UserError;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * How many scenes make sense. What can be said is finite: replies as they stand before names are put in. With many more
 * scenes than these a model learns the sentences by heart, and a number of dialogues says more than there is.
 *
 * @param replies the distinct replies there are, before names are put in
 * @param topics how many topics a scene can have, but for greetings and farewells
 */
record SceneLimit(int replies, int topics) {

    /** How often a reply may come on average. */
    static final int TIMES_A_REPLY = 3;

    /** What a book of one year has for these options. */
    static SceneLimit of(SceneBook book, ScenesOptions options) {
        Set<String> replies = new HashSet<>();
        int topics = 0;
        for (Topic topic : book.topics()) {
            if (topic.modern() && !options.modernQuestions()) {
                continue;
            }
            replies.addAll(topic.skeletons());
            topics += SceneWriter.isSubject(topic) ? 1 : 0;
        }
        return new SceneLimit(replies.size(), topics);
    }

    /** The most scenes of the options' length. */
    long scenes(ScenesOptions options) {
        return (long) (TIMES_A_REPLY * replies / repliesAScene(options));
    }

    /** Any number of exchanges from the least to the most is as likely. */
    private static double repliesAScene(ScenesOptions options) {
        return (options.minTurns() / 2 + options.maxTurns() / 2) / 2.0;
    }

    /**
     * Refuses options that ask for more than there is.
     *
     * @throws UserError with what is possible
     */
    void check(ScenesOptions options) {
        int year = options.yearOfScenes();
        if (options.maxTurns() / 2 > topics) {
            throw new UserError("max-turns " + options.maxTurns() + " asks for scenes of " + options.maxTurns() / 2
                    + " topics, and there are " + topics + " for the year " + year + "; set max-turns to " + 2 * topics
                    + " or less");
        }
        if (options.conversations() > scenes(options)) {
            throw new UserError(String.format(
                    Locale.ROOT,
                    "conversations %d is more than there is to say: in %d scenes of %d to %d turns each of the %d replies"
                            + " for the year %d would come %.1f times on average, and more than %d teaches a model to"
                            + " recite; set conversations to %d or less, or have scenes written by a language model"
                            + " (scenes-llm)",
                    options.conversations(),
                    options.conversations(),
                    options.minTurns(),
                    options.maxTurns(),
                    replies,
                    year,
                    options.conversations() * repliesAScene(options) / replies,
                    TIMES_A_REPLY,
                    scenes(options)));
        }
    }
}
