// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.fiction;

import java.util.List;
import java.util.Set;

/**
 * How strictly a book gives each speaker a paragraph of his own, seen where it names both speakers: of neighbours with
 * names beside them, how many are one person's. Careless copies, and authors who let people go on after a gesture, are
 * so trusted less, without a word known of their other utterances.
 *
 * <p>The share is that of a book in general, as if seen {@value #PRIOR} times, and then this book's own. As the named
 * pairs are not quite like the others, the odds move by the square root of what they should; measured on annotated novels,
 * as the signals are.
 *
 * @param plain the factor on the odds where nothing stands between two utterances
 * @param narrated the factor where narration does
 */
record Habit(double plain, double narrated) {

    private static final double PRIOR = 20;

    /** The share of neighbours of one speaker, in books in general. */
    private static final double USUAL_PLAIN = 0.012;

    private static final double USUAL_NARRATED = 0.15;

    /** The habit of a book, from the signals at each of its utterances but the first. */
    static Habit of(List<Utterance> utterances, List<Set<Signal>> signals) {
        return new Habit(
                factor(utterances, signals, true, USUAL_PLAIN), factor(utterances, signals, false, USUAL_NARRATED));
    }

    private static double factor(
            List<Utterance> utterances, List<Set<Signal>> signals, boolean plain, double usual) {
        double same = PRIOR * usual;
        double other = PRIOR * (1 - usual);
        for (int i = 1; i < utterances.size(); i++) {
            Gap gap = utterances.get(i).gap();
            if (!gap.broken() && Evidence.isPlain(gap) == plain) {
                Set<Signal> found = signals.get(i);
                same += found.contains(Signal.SAME_SPEAKER) ? 1 : 0;
                other += found.contains(Signal.OTHER_NAME) || found.contains(Signal.OTHER_GENDER) ? 1 : 0;
            }
        }
        return Math.sqrt((other / same) / ((1 - usual) / usual));
    }

    double factor(Gap gap) {
        return Evidence.isPlain(gap) ? plain : narrated;
    }
}
