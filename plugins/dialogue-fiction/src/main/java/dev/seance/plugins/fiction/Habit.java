// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.fiction;

import dev.seance.plugins.fiction.Cast.Match;
import java.util.List;

/**
 * How strictly a book gives each speaker a paragraph of his own, seen where it names both speakers: of neighbours with
 * names beside them, how many are one person's. Careless copies, and authors who let people go on after a gesture, are
 * so trusted less, without a word known of their other utterances.
 *
 * <p>The share is that of books in general, as if seen {@value #PRIOR} times, and then what is seen in this one. What the
 * odds of it are, against those of books in general, is the factor.
 *
 * @param plain the factor on the odds where nothing stands between two utterances
 * @param narrated the factor where narration does
 */
record Habit(double plain, double narrated) {

    private static final double PRIOR = 60;

    /** The share of neighbours of one speaker, in books in general. */
    private static final double USUAL_PLAIN = 0.014;

    private static final double USUAL_NARRATED = 0.25;

    /** The habit of a book. */
    static Habit of(List<Utterance> utterances, Cast cast) {
        return new Habit(factor(utterances, cast, true, USUAL_PLAIN), factor(utterances, cast, false, USUAL_NARRATED));
    }

    private static double factor(List<Utterance> utterances, Cast cast, boolean plain, double usual) {
        double same = PRIOR * usual;
        double other = PRIOR * (1 - usual);
        for (int i = 1; i < utterances.size(); i++) {
            Utterance said = utterances.get(i - 1);
            Utterance answer = utterances.get(i);
            if (isNamed(said) && isNamed(answer) && !answer.gap().broken() && Evidence.isPlain(answer.gap()) == plain) {
                if (cast.compare(said.speaker(), answer.speaker()) == Match.SAME) {
                    same++;
                } else {
                    other++;
                }
            }
        }
        return (other / same) / ((1 - usual) / usual);
    }

    /** Whether it is speech, and says whose by more than a pronoun. */
    private static boolean isNamed(Utterance utterance) {
        return !utterance.text().isEmpty()
                && utterance.attribution().isSaid()
                && utterance.speaker().isKnown()
                && !utterance.speaker().isPronoun();
    }

    double factor(Gap gap) {
        return Evidence.isPlain(gap) ? plain : narrated;
    }
}
