// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.fiction;

/**
 * What tells whether two utterances, a few turns apart, are one person's. Each adds to the logarithm of the odds that
 * they are, and that they are not, in the model of {@link SpeakerChain}.
 */
enum Clue {
    /** Both are said by one name: said Mary, and said Mary. */
    SAME_NAME(0.68, -1.70),
    /** One name stands beside both, at least once acting and not speaking: Mary rose. */
    SAME_ACTOR(1.28, 0.27),
    /** Said by him, and by her. */
    OTHER_GENDER(-2.54, 0.21),
    /** Said by two names. */
    OTHER_NAME(-1.25, 0.55),
    /** He and she, at least one of them acting and not speaking. */
    ACTOR_OF_OTHER_GENDER(-0.84, 0.42),
    /** Two names, at least one of them acting and not speaking. */
    ACTOR_OF_OTHER_NAME(0.32, 1.60),
    /** Both are said by "him", or both by "her". */
    SAME_PRONOUN(-0.19, -1.11),
    /** Both have somebody beside them, and nothing says whether it is one: "he" and "the keeper". */
    TOLD_APART_BY_NOTHING(0.24, 0.11),
    /** One calls the other's speaker by name. */
    CALLED(-1.73, -0.19),
    /** Both call one name, or both somebody "sir". */
    SAME_CALLED(0.64, -0.87),
    /** They call two. */
    OTHERS_CALLED(-0.36, 0.28),
    /** The first one's speaker acts in the narration before the second. */
    ACTS(0.06, -0.22),
    /** Somebody else does. */
    OTHER_ACTS(-0.18, 0.07),
    /** The second is said by "him", and the first one's speaker is the man named last in the narration before it. */
    NAMED_BEFORE_PRONOUN(0.36, -0.66),
    /** Somebody else is. */
    OTHER_NAMED_BEFORE_PRONOUN(-0.28, -0.07),
    /** The first is said by "him", and the second one's speaker is the man named last before it. */
    NAMED_BEFORE_EARLIER_PRONOUN(0.39, -0.15),
    /** Somebody else is. */
    OTHER_NAMED_BEFORE_EARLIER_PRONOUN(-0.62, 0.36);

    private final double same;
    private final double other;

    Clue(double same, double other) {
        this.same = same;
        this.other = other;
    }

    double same() {
        return same;
    }

    double other() {
        return other;
    }
}
