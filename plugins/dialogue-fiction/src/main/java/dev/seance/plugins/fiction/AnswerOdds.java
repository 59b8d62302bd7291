// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.fiction;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * How likely each utterance is another person's answer to the one before: the odds of the convention, times the factor
 * of each {@link Signal}, times that of the book's {@link Habit}.
 */
final class AnswerOdds {

    private final List<Utterance> utterances;
    /** The signals at each utterance but the first. */
    private final List<Set<Signal>> signals = new ArrayList<>();

    private final Habit habit;

    AnswerOdds(List<Utterance> utterances, Cast cast) {
        this.utterances = utterances;
        Evidence evidence = new Evidence(utterances, cast);
        for (int i = 0; i < utterances.size(); i++) {
            signals.add(i == 0 ? Set.of() : evidence.at(i));
        }
        this.habit = Habit.of(utterances, cast);
    }

    /** A quality from 0 to 1 of what the utterance of this number and the one before make together. */
    double quality(int number) {
        double odds = Signal.CONVENTION * habit.factor(utterances.get(number).gap());
        for (Signal signal : signals.get(number)) {
            odds *= signal.factor();
        }
        return odds / (1 + odds);
    }
}
