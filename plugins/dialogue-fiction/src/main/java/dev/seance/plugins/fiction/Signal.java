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
    ALTERNATES(-1.16, 0),
    /** They do not, and here is the narration where somebody may have gone on. */
    OUT_OF_TURN(0.47, -0.25),
    /** "He continued." */
    CONTINUED(1.62, -0.07),
    /** "He replied", "he broke in". */
    ANSWERED(-0.76, 0),
    /** The first is a question. */
    QUESTION(-0.46, 0.16),
    /** The second begins as replies do. */
    REPLY(-0.51, -0.13),
    /** The first is a question, and the second begins with a yes or a no. */
    YES_OR_NO(-1.39, -0.54),
    /** One of them speaks of others alone, in the past: so authors report what was said. */
    REPORTED(0.27, -0.56),
    /** One of them is a part of the narrator's sentence: he would be "very happy to come". */
    EMBEDDED(0.27, -1.98),
    /** The second calls the first one's speaker by name. */
    CALLED_BACK(-0.97, 1.07),
    /** Both are long, as the parts of a story told in one go are. */
    MONOLOGUE(1.19, 0),
    /** Both stand in one paragraph, with narration between. */
    SAME_PARAGRAPH(2.97, -0.97),
    /** Both stand in one paragraph, closing marks next to opening marks. */
    MARKS_MEET(3.96, -0.21),
    /** A few words of narration. */
    SHORT_GAP(2.06, 0),
    /** A sentence or two. */
    GAP(2.65, -0.33),
    /** More than that. */
    LONG_GAP(2.65, -0.73),
    /** A short paragraph ("The clock struck."). */
    GESTURE(1.72, -0.14),
    /** Something happens in the second one's paragraph before it is said. */
    LEAD(0.38, -0.55),
    /** What somebody answers, or that he does not, is told instead of said: "Mary shook her head", "He made no reply". */
    REPLY_TOLD(0.43, 0),
    /** Somebody acts in between who is not the second speaker. */
    OTHER_ACTS(0.51, -0.35),
    /** Time passes in between: "When they had dined, ..." */
    LATER(0, -0.37);

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
