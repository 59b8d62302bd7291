// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.fiction;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * How likely each utterance of a book is another person's than the one before, judged by everything said around it.
 *
 * <p>A talk is a chain whose states are {@link Grouping}s of its last utterances. The next utterance is by the one who
 * spoke last, by the one before him, by somebody who was heard earlier, or by somebody new. What speaks for the first
 * are the {@link Signal}s between the two and the book's {@link Habit}; which of the others it is, the {@link Clue}s
 * between it and the latest utterance of each speaker that gives any. Forward and backward sums over the chain (Rabiner,
 * Proceedings of the IEEE 77, 1989) give the probabilities, so that a name three turns later tells as much as one three
 * turns earlier. He, Barbosa and Kondrak (ACL 2013) and Yeh and others (2017) decode speakers in sequence too, but from a
 * list of characters; here nobody need have a name.
 *
 * <p>All weights are those of a log-linear model, fitted by coordinate search to the likelihood of 9,000 neighbouring
 * utterances of seven annotated novels being one person's or two (Project Dialogism Novel Corpus; {@code docs/LOG.md}).
 *
 * <p>Time is in proportion to the utterances; memory too, up to {@value #LONGEST} of them.
 */
final class SpeakerChain {

    /** The logarithm of the odds that a speaker goes on, where nothing else is known, against the other's turn. */
    static final double GOES_ON = -2.88;

    /** That of somebody who was heard earlier, and of somebody new. */
    static final double RETURNS = -1.19;

    static final double ENTERS = -2.26;

    /** How much more likely somebody new is after narration. */
    static final double ENTERS_AFTER_NARRATION = 0.82;

    /** A longer chain is cut; no talk is so long. */
    private static final int LONGEST = 1000;

    private static final List<Grouping> GROUPINGS = Grouping.values();

    private final List<Utterance> utterances;
    private final List<Set<Signal>> signals;
    private final Habit habit;
    private final SpeakerClues clues;
    private final double[] other;
    private final double[] back;

    /**
     * @param signals the signals at each utterance but the first
     */
    SpeakerChain(List<Utterance> utterances, List<Set<Signal>> signals, Habit habit, Cast cast) {
        this.utterances = utterances;
        this.signals = signals;
        this.habit = habit;
        this.clues = new SpeakerClues(cast);
        this.other = new double[utterances.size()];
        this.back = new double[utterances.size()];
        int from = 0;
        for (int i = 1; i <= utterances.size(); i++) {
            if (i == utterances.size() || utterances.get(i).gap().broken() || i - from == LONGEST) {
                decode(from, i);
                from = i;
            }
        }
    }

    /** The probability that this utterance and the one before are two people's; 0 where a chain begins. */
    double other(int number) {
        return other[number];
    }

    /** The probability that this utterance and the last but one are one person's; 0 where there is none. */
    double back(int number) {
        return back[number];
    }

    private void decode(int from, int to) {
        double[][] forward = new double[to - from][];
        double[][][] odds = new double[to - from][][];
        forward[0] = new double[GROUPINGS.size()];
        forward[0][0] = 1;
        for (int i = 1; i < to - from; i++) {
            odds[i] = odds(from + i, Math.min(i, Grouping.MEMORY));
            forward[i] = normalised(forward(forward[i - 1], odds[i]));
        }
        double[] backward = new double[GROUPINGS.size()];
        Arrays.fill(backward, 1);
        for (int i = to - from - 1; i >= 1; i--) {
            backward = normalised(backward(from + i, forward[i - 1], odds[i], backward));
        }
    }

    private static double[] forward(double[] before, double[][] odds) {
        double[] after = new double[before.length];
        for (Grouping grouping : GROUPINGS) {
            double[] next = odds[grouping.number()];
            for (int speaker = 0; next != null && speaker < next.length; speaker++) {
                after[grouping.next(speaker)] += before[grouping.number()] * next[speaker];
            }
        }
        return after;
    }

    /** One step back; sets what is known of this utterance, now that all others are. */
    private double[] backward(int number, double[] forward, double[][] odds, double[] after) {
        double[] before = new double[after.length];
        double all = 0;
        for (Grouping grouping : GROUPINGS) {
            double[] next = odds[grouping.number()];
            for (int speaker = 0; next != null && speaker < next.length; speaker++) {
                double path = next[speaker] * after[grouping.next(speaker)];
                double share = forward[grouping.number()] * path;
                before[grouping.number()] += path;
                all += share;
                other[number] += speaker == grouping.speaker(1) ? 0 : share;
                back[number] += grouping.size() > 1 && speaker == grouping.speaker(2) ? share : 0;
            }
        }
        other[number] /= all;
        back[number] /= all;
        return before;
    }

    private static double[] normalised(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        for (int i = 0; i < values.length; i++) {
            values[i] /= sum;
        }
        return values;
    }

    /** The odds of each speaker of each grouping of so many utterances before this one, and of a new speaker. */
    private double[][] odds(int number, int known) {
        Utterance utterance = utterances.get(number);
        double[] same = new double[known + 1];
        double[] another = new double[known + 1];
        boolean[] clue = new boolean[known + 1];
        for (int ago = 1; ago <= known; ago++) {
            Utterance then = utterances.get(number - ago);
            clue[ago] = SpeakerClues.has(then);
            if (clue[ago]) {
                for (Clue found : clues.between(then, utterance)) {
                    same[ago] += found.same();
                    another[ago] += found.other();
                }
            }
        }
        double goesOn = goesOn(number);
        double enters = Evidence.isPlain(utterance.gap()) ? ENTERS : ENTERS + ENTERS_AFTER_NARRATION;
        double[][] odds = new double[GROUPINGS.size()][];
        for (Grouping grouping : GROUPINGS) {
            if (grouping.size() == known) {
                double[] sums = turns(grouping, goesOn, enters);
                addClues(grouping, same, another, clue, sums);
                for (int i = 0; i < sums.length; i++) {
                    sums[i] = Math.exp(sums[i]);
                }
                odds[grouping.number()] = sums;
            }
        }
        return odds;
    }

    /** Adds the clues between this utterance and the latest of each speaker that gives any. */
    private static void addClues(Grouping grouping, double[] same, double[] another, boolean[] clue, double[] sums) {
        boolean[] seen = new boolean[grouping.count()];
        for (int ago = 1; ago <= grouping.size(); ago++) {
            int speaker = grouping.speaker(ago);
            if (clue[ago] && !seen[speaker]) {
                seen[speaker] = true;
                for (int i = 0; i < sums.length; i++) {
                    sums[i] += i == speaker ? same[ago] : another[ago];
                }
            }
        }
    }

    /** The logarithms of the odds by turns alone. */
    private static double[] turns(Grouping grouping, double goesOn, double enters) {
        double[] sums = new double[grouping.count() + 1];
        int last = grouping.speaker(1);
        int partner = grouping.partner();
        for (int speaker = 0; speaker < grouping.count(); speaker++) {
            sums[speaker] = speaker == last ? goesOn : speaker == partner ? 0 : RETURNS;
        }
        sums[grouping.count()] = partner == grouping.count() ? 0 : enters;
        return sums;
    }

    /** The logarithm of the odds that the one who spoke last goes on. */
    private double goesOn(int number) {
        double sum = GOES_ON - Math.log(habit.factor(utterances.get(number).gap()));
        for (Signal signal : signals.get(number)) {
            sum += signal.goesOn();
        }
        return sum;
    }
}
