// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.fiction;

/**
 * What stands between an utterance and the one before, and what they say, in favour of one person's going on, or of
 * another's answering. Both numbers are logarithms of odds: the first is a part of {@link SpeakerChain}, the second of
 * {@link AnswerOdds}, which asks for more than another speaker: that he speaks to the first, and that both speak at all.
 */
enum Signal {
    /** Beside a third utterance whose speaker is known, turns come out as they should. */
    ALTERNATES(0, 0.73),
    /** They do not, and here is the narration where somebody may have gone on. */
    OUT_OF_TURN(0, -0.52),
    /** "He continued." */
    CONTINUED(1.65, 0),
    /** "He replied", "he broke in". */
    ANSWERED(-1.00, 0),
    /** The first is a question. */
    QUESTION(-0.38, 0.20),
    /** The second begins as replies do. */
    REPLY(-0.55, 0),
    /** The first is a question, and the second begins with a yes or a no. */
    YES_OR_NO(-2.20, 0),
    /** One of them speaks of others alone, in the past: so authors report what was said. */
    REPORTED(0, -0.64),
    /** Both are long, as the parts of a story told in one go are. */
    MONOLOGUE(1.19, -0.39),
    /** Both stand in one paragraph, with narration between. */
    SAME_PARAGRAPH(3.05, -1.37),
    /** Both stand in one paragraph, closing marks next to opening marks. */
    MARKS_MEET(4.72, 0),
    /** A few words of narration. */
    SHORT_GAP(2.05, -0.26),
    /** A sentence or two. */
    GAP(2.75, -0.50),
    /** More than that. */
    LONG_GAP(2.89, -0.89),
    /** A short paragraph ("The clock struck."). */
    GESTURE(1.90, -0.21),
    /** Something happens in the second one's paragraph before it is said. */
    LEAD(0.48, -0.56),
    /** What somebody answers, or that he does not, is told instead of said: "Mary shook her head", "He made no reply". */
    REPLY_TOLD(0.25, 0),
    /** Somebody acts in between who is not the second speaker. */
    OTHER_ACTS(0, -0.60),
    /** Time passes in between: "When they had dined, ..." */
    LATER(0, -0.35);

    private final double goesOn;
    private final double answers;

    Signal(double goesOn, double answers) {
        this.goesOn = goesOn;
        this.answers = answers;
    }

    /** For one person's going on, as the logarithm of the odds against another's turn. */
    double goesOn() {
        return goesOn;
    }

    /** For an answer, as the logarithm of its odds. */
    double answers() {
        return answers;
    }
}
