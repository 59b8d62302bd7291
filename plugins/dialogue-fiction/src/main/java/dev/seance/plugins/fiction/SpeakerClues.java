// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.fiction;

import dev.seance.plugins.fiction.Cast.Match;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** Finds the clues to whether two utterances, a few turns apart, are one person's. */
final class SpeakerClues {

    private final Cast cast;

    SpeakerClues(Cast cast) {
        this.cast = cast;
    }

    /** Whether an utterance gives any clue at all to whose a later one is. */
    static boolean has(Utterance utterance) {
        return utterance.speaker().isKnown() || !utterance.calls().isEmpty();
    }

    /** The clues between an utterance and an earlier one. */
    Set<Clue> between(Utterance then, Utterance now) {
        Set<Clue> clues = EnumSet.noneOf(Clue.class);
        mentions(then, now, clues);
        calls(then, now, clues);
        narration(then, now, clues);
        return clues;
    }

    private void mentions(Utterance then, Utterance now, Set<Clue> clues) {
        Speaker one = then.speaker();
        Speaker other = now.speaker();
        boolean said = then.attribution().isSaid() && now.attribution().isSaid();
        Match match = cast.compare(one, other);
        if (match == Match.SAME) {
            clues.add(said ? Clue.SAME_NAME : Clue.SAME_ACTOR);
        } else if (match == Match.DIFFERENT) {
            boolean genders = cast.gender(one).differsFrom(cast.gender(other));
            clues.add(
                    genders
                            ? said ? Clue.OTHER_GENDER : Clue.ACTOR_OF_OTHER_GENDER
                            : said ? Clue.OTHER_NAME : Clue.ACTOR_OF_OTHER_NAME);
        } else if (one.isPronoun() && one.equals(other)) {
            clues.add(Clue.SAME_PRONOUN);
        } else if (one.isKnown() && other.isKnown()) {
            clues.add(Clue.TOLD_APART_BY_NOTHING);
        }
    }

    private static void calls(Utterance then, Utterance now, Set<Clue> clues) {
        if (now.addresses(then.speaker()) || then.addresses(now.speaker())) {
            clues.add(Clue.CALLED);
        }
        if (!now.calls().isEmpty() && !then.calls().isEmpty()) {
            clues.add(Collections.disjoint(now.calls(), then.calls()) ? Clue.OTHERS_CALLED : Clue.SAME_CALLED);
        }
    }

    private void narration(Utterance then, Utterance now, Set<Clue> clues) {
        Match acts = cast.compare(now.gap().actor(), then.speaker());
        if (acts != Match.UNKNOWN) {
            clues.add(acts == Match.SAME ? Clue.ACTS : Clue.OTHER_ACTS);
        }
        Match meant = cast.compare(now.gap().antecedent(), then.speaker());
        if (meant != Match.UNKNOWN) {
            clues.add(meant == Match.SAME ? Clue.NAMED_BEFORE_PRONOUN : Clue.OTHER_NAMED_BEFORE_PRONOUN);
        }
        Speaker named = now.gap().antecedent().isKnown() ? now.gap().antecedent() : now.speaker();
        Match earlier = cast.compare(then.gap().antecedent(), named);
        if (earlier != Match.UNKNOWN) {
            clues.add(
                    earlier == Match.SAME
                            ? Clue.NAMED_BEFORE_EARLIER_PRONOUN
                            : Clue.OTHER_NAMED_BEFORE_EARLIER_PRONOUN);
        }
    }
}
