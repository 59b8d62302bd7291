// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.fiction;

import dev.seance.plugins.fiction.Attribution.Manner;
import dev.seance.plugins.fiction.Cast.Match;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds the signals for and against an utterance being the answer to the one before. */
final class Evidence {

    /** From how many words of narration on there is a gap, a larger one, a large one. */
    private static final int SHORT_GAP = 9;

    private static final int GAP = 26;
    private static final int LONG_GAP = 61;

    /** A paragraph of at most so many words is a gesture. */
    private static final int GESTURE = 15;

    /** So few words in front of speech ("Then Mary said,") are no event. */
    private static final int SHORT_LEAD = 3;

    /** A turn of more words is a part of a story rather than of a talk, if its neighbour is one too. */
    private static final int STORY = 50;

    /** Who speaks of himself or to somebody. */
    private static final Pattern IN_PERSON = Pattern.compile(
            "\\b(?:I|me|my|mine|myself|we|us|our|ours|you|your|yours|thou|thee|thy|ye|let)\\b",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern OF_OTHERS = Pattern.compile(
            "\\b(?:he|she|they|him|her|them|his|their|had|was|were|would|could)\\b", Pattern.CASE_INSENSITIVE);

    /** How far turns are counted; over longer stretches a third person has come in, or a mark is lost. */
    private static final int LONGEST_RUN = 7;

    private static final Pattern REPLY = Pattern.compile(
            "(?:yes|no|ay|aye|nay|oh|ah|indeed|certainly|never|nothing|what|why|not|but|well|then|and|of course)\\b",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern YES_OR_NO = Pattern.compile(
            "(?:yes|no|ay|aye|nay|indeed|certainly|of course|never|nothing|quite so|not)\\b", Pattern.CASE_INSENSITIVE);

    private final List<Utterance> utterances;
    private final Cast cast;

    Evidence(List<Utterance> utterances, Cast cast) {
        this.utterances = utterances;
        this.cast = cast;
    }

    /** The signals between the utterance of this number, which is not the first, and the one before. */
    Set<Signal> at(int number) {
        Set<Signal> signals = EnumSet.noneOf(Signal.class);
        Utterance said = utterances.get(number - 1);
        Utterance answer = utterances.get(number);
        words(said, answer, signals);
        manner(answer.attribution().manner(), signals);
        narration(answer, signals);
        turns(number, signals);
        return signals;
    }

    /** Whether nothing to speak of stands between an utterance and the one before. */
    static boolean isPlain(Gap gap) {
        return gap.words() < SHORT_GAP
                && gap.paragraphs() == 0
                && gap.leadWords() <= SHORT_LEAD
                && !gap.sameParagraph();
    }

    private void words(Utterance said, Utterance answer, Set<Signal> signals) {
        if (said.ending().endsWith("?")) {
            signals.add(Signal.QUESTION);
        }
        if (REPLY.matcher(answer.text()).lookingAt()) {
            signals.add(Signal.REPLY);
        }
        if (signals.contains(Signal.QUESTION)
                && YES_OR_NO.matcher(answer.text()).lookingAt()) {
            signals.add(Signal.YES_OR_NO);
        }
        if (isReported(said) || isReported(answer)) {
            signals.add(Signal.REPORTED);
        }
        if (said.embedded() || answer.embedded()) {
            signals.add(Signal.EMBEDDED);
        }
        if (answer.addresses(said.speaker())) {
            signals.add(Signal.CALLED_BACK);
        }
        if (Math.min(said.words(), answer.words()) > STORY) {
            signals.add(Signal.MONOLOGUE);
        }
    }

    private static void manner(Manner manner, Set<Signal> signals) {
        if (manner == Manner.CONTINUED) {
            signals.add(Signal.CONTINUED);
        } else if (manner == Manner.ANSWERED) {
            signals.add(Signal.ANSWERED);
        }
    }

    /** Whether it reads like reported speech, which authors used to set in quotation marks too. */
    private static boolean isReported(Utterance utterance) {
        return !utterance.attribution().isSaid()
                && !isInPerson(utterance.text())
                && OF_OTHERS.matcher(utterance.text()).find();
    }

    /** Whether somebody speaks of himself, or to somebody. */
    static boolean isInPerson(String said) {
        return IN_PERSON.matcher(said).find();
    }

    private void narration(Utterance answer, Set<Signal> signals) {
        Gap gap = answer.gap();
        if (gap.words() >= SHORT_GAP) {
            signals.add(gap.words() >= LONG_GAP ? Signal.LONG_GAP : gap.words() >= GAP ? Signal.GAP : Signal.SHORT_GAP);
        }
        if (gap.sameParagraph()) {
            signals.add(gap.words() == 0 ? Signal.MARKS_MEET : Signal.SAME_PARAGRAPH);
        }
        if (gap.paragraphs() == 1 && gap.words() <= GESTURE) {
            signals.add(Signal.GESTURE);
        }
        if (gap.leadWords() > SHORT_LEAD) {
            signals.add(Signal.LEAD);
        }
        if (cast.compare(gap.actor(), answer.speaker()) == Match.DIFFERENT) {
            signals.add(Signal.OTHER_ACTS);
        }
        if (gap.reply()) {
            signals.add(Signal.REPLY_TOLD);
        }
        if (gap.later()) {
            signals.add(Signal.LATER);
        }
    }

    /**
     * Counts turns between the two nearest speakers, on both sides of this place, of whom it is known whether they are
     * one: in a talk of two an even number of turns apart they must be, an odd number they must not.
     */
    private void turns(int number, Set<Signal> signals) {
        for (int turns = 2; turns <= LONGEST_RUN; turns++) {
            for (int from = Math.max(0, number - turns); from < number; from++) {
                Match match = from + turns < utterances.size() && isRun(from, from + turns, number)
                        ? cast.compare(
                                utterances.get(from).speaker(),
                                utterances.get(from + turns).speaker())
                        : Match.UNKNOWN;
                if (match != Match.UNKNOWN) {
                    boolean inTurn = (match == Match.SAME) == (turns % 2 == 0);
                    if (inTurn) {
                        signals.add(Signal.ALTERNATES);
                    } else if (!isPlain(utterances.get(number).gap())) {
                        signals.add(Signal.OUT_OF_TURN);
                    }
                    return;
                }
            }
        }
    }

    /** Whether one turn follows another without narration, but perhaps at one place. */
    private boolean isRun(int from, int to, int except) {
        for (int i = from + 1; i <= to; i++) {
            Gap gap = utterances.get(i).gap();
            if (gap.broken() || i != except && (gap.words() >= SHORT_GAP || gap.paragraphs() > 0)) {
                return false;
            }
        }
        return true;
    }
}
