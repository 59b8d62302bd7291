// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.fiction;

/**
 * What tells whether two utterances, a few turns apart, are one person's. Each adds to the logarithm of the odds that
 * they are, and that they are not, in the model of {@link SpeakerChain}.
 */
enum Clue {
    /** Both are said by one name: said Mary, and said Mary. */
    SAME_NAME(1.04, -2.09),
    /** One name stands beside both, at least once acting and not speaking: Mary rose. */
    SAME_ACTOR(1.70, 0),
    /** Said by him, and by her. */
    OTHER_GENDER(-2.77, 0.28),
    /** Said by two names. */
    OTHER_NAME(-1.05, 0.59),
    /** He and she, at least one of them acting and not speaking. */
    ACTOR_OF_OTHER_GENDER(-1.18, 0.28),
    /** Two names, at least one of them acting and not speaking. */
    ACTOR_OF_OTHER_NAME(-0.75, 0.59),
    /** Both are said by "him", or both by "her". */
    SAME_PRONOUN(-0.09, -1.00),
    /** Both have somebody beside them, and nothing says whether it is one: "he" and "the keeper". */
    TOLD_APART_BY_NOTHING(0.39, 0.18),
    /** One calls the other's speaker by name. */
    CALLED(-2.14, -0.04),
    /** Both call one name, or both somebody "sir". */
    SAME_CALLED(0.82, -0.90),
    /** They call two. */
    OTHERS_CALLED(-0.13, 0.38),
    /** The first one's speaker acts in the narration before the second. */
    ACTS(0.24, 0),
    /** Somebody else does. */
    OTHER_ACTS(-0.17, 0),
    /** The second is said by "him", and the first one's speaker is the man named last in the narration before it. */
    NAMED_BEFORE_PRONOUN(1.25, 0),
    /** Somebody else is. */
    OTHER_NAMED_BEFORE_PRONOUN(-0.26, 0);

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
