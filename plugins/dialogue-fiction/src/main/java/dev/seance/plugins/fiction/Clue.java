// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.fiction;

/** What speaks for or against one speaker or another, as a logarithm of odds. */
enum Clue {
    GOES_ON(-3.00),
    RETURNS(-1.34),
    ENTERS(-2.33),
    ENTERS_AFTER_NARRATION(0.44),
    ON_SAME_PARAGRAPH(3.55),
    ON_MARKS_MEET(4.72),
    ON_SHORT_GAP(2.05),
    ON_GAP(2.75),
    ON_LONG_GAP(2.89),
    ON_GESTURE(1.90),
    ON_LEAD(0.48),
    ON_REPLY_TOLD(0.5),
    ON_LATER(-0.21),
    ON_MONOLOGUE(1.19),
    ON_QUESTION(-0.38),
    ON_REPLY(-0.55),
    ON_YES_OR_NO(-1.70),
    ON_ANSWERED(-1.00),
    ON_CONTINUED(2.15),
    ON_BROKEN_OFF(0.40),
    SAME_NAME_SAME(0.91),
    SAME_NAME_OTHER(-2.09),
    SAME_ACTED_SAME(1.70),
    SAME_ACTED_OTHER(0.00),
    GENDER_SAME(-1.92),
    GENDER_OTHER(0.28),
    NAME_SAME(-1.30),
    NAME_OTHER(0.59),
    ACTED_GENDER_SAME(-1.18),
    ACTED_NAME_SAME(-1.25),
    PRONOUN_SAME(0.04),
    PRONOUN_OTHER(-1.00),
    VAGUE_SAME(0.39),
    VAGUE_OTHER(0.18),
    CALLS_SAME(-2.14),
    CALLS_OTHER(-0.04),
    CALL_ALIKE_SAME(0.82),
    CALL_ALIKE_OTHER(-0.65),
    CALL_UNLIKE_SAME(-0.38),
    CALL_UNLIKE_OTHER(0.38),
    ACTS_SAME(0.24),
    ACTS_OTHER(-0.04),
    ANTECEDENT_SAME(1.00),
    ANTECEDENT_OTHER(-0.38);

    private final double weight;

    Clue(double weight) {
        this.weight = weight;
    }

    static double[] weights() {
        double[] w = new double[values().length];
        for (Clue clue : values()) {
            w[clue.ordinal()] = clue.weight;
        }
        return w;
    }
}
