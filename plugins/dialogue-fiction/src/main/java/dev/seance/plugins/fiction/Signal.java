// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.fiction;

/**
 * What speaks for or against an utterance being another person's answer to the one before, as a factor on the odds.
 *
 * <p>By the conventions of print the next paragraph of speech is the other person's, {@value #CONVENTION} to 1 where
 * nothing else is known. The factors are those of a logistic regression on seven annotated novels of 1815-1934 (Project
 * Dialogism Novel Corpus; {@code DialogueTable} in the tests writes what is needed to measure again), rounded; leaving
 * out one novel at a time, they keep their precision on the novel left out.
 */
enum Signal {
    /** Beside a third utterance whose speaker is known, turns come out as they should. */
    ALTERNATES(6.1),
    /** They do not, and here is the narration where somebody may have gone on. */
    OUT_OF_TURN(0.42),
    /** "He continued." */
    CONTINUED(0.25),
    /** The first is a question. */
    QUESTION(1.6),
    /** The second begins as replies do. */
    REPLY(1.3),
    /** One of them speaks of others alone, in the past: so authors report what was said. */
    REPORTED(0.5),
    /** One of them is of a few words, as anybody says. */
    BRIEF(0.9),
    /** Both are long, as the parts of a story told in one go are. */
    MONOLOGUE(0.33),
    /** Both stand in one paragraph, with narration between. */
    SAME_PARAGRAPH(0.07),
    /** Both stand in one paragraph, closing marks next to opening marks. */
    MARKS_MEET(0.18),
    /** A few words of narration. */
    SHORT_GAP(0.36),
    /** A sentence or two. */
    GAP(0.19),
    /** More than that. */
    LONG_GAP(0.15),
    /** A short paragraph ("Mary shook her head."), which is often all the answer there is. */
    GESTURE(0.39),
    /** Something happens in the second one's paragraph before it is said. */
    LEAD(0.43),
    /** What somebody answers, or that he does not, is told instead of said: "Mary shook her head", "He made no reply". */
    REPLY_TOLD(0.7),
    /** Somebody acts in between who is not the second speaker. */
    OTHER_ACTS(0.62),
    /** Time passes in between: "When they had dined, ..." */
    LATER(0.65);

    /** The odds where there is no signal. */
    static final double CONVENTION = 7.5;

    private final double factor;

    Signal(double factor) {
        this.factor = factor;
    }

    double factor() {
        return factor;
    }
}
