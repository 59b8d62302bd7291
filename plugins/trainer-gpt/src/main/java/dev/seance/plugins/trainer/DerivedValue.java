// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Optional;

/**
 * A number and how it was derived, so that a plan can show both.
 *
 * @param value the number
 * @param how in words, such as {@code 0.02 x 0.125 for steps of 8,192 tokens}
 */
record DerivedValue(double value, String how) {

    private static final MathContext SHOWN = new MathContext(4);

    static DerivedValue of(double value) {
        return new DerivedValue(value, number(value));
    }

    /** What the options give, as it is; otherwise what was derived. */
    DerivedValue unless(Optional<Double> given) {
        return given.map(value -> new DerivedValue(value, "as given")).orElse(this);
    }

    DerivedValue times(double factor, String why) {
        return factor == 1 || value == 0
                ? this
                : new DerivedValue(value * factor, how + " x " + number(factor) + " " + why);
    }

    /** A number in plain decimals, to four digits. */
    static String number(double value) {
        return value == 0
                ? "0"
                : new BigDecimal(value, SHOWN).stripTrailingZeros().toPlainString();
    }

    @Override
    public String toString() {
        String shown = number(value);
        return shown.equals(how) ? shown : shown + " (" + how + ")";
    }
}
