// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.recipe;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads numbers and flags off a scalar's text, without YAML 1.1's surprises: {@code 0644} is 644, {@code 12:30} is no
 * number, {@code no} is no flag. Numbers may have underscores between digits.
 */
public final class RawText {

    private static final String DIGITS = "[0-9]+(?:_[0-9]+)*";
    private static final Pattern WHOLE = Pattern.compile("[+-]?" + DIGITS);
    private static final Pattern REAL = Pattern.compile(
            "[+-]?(?:" + DIGITS + "(?:\\.(?:" + DIGITS + ")?)?|\\." + DIGITS + ")(?:[eE][+-]?[0-9]{1,3})?");

    private RawText() {}

    /** A whole number of any size. */
    public static Optional<BigInteger> whole(String text) {
        return WHOLE.matcher(text).matches() ? Optional.of(new BigInteger(text.replace("_", ""))) : Optional.empty();
    }

    /** A decimal number, {@code 3e-4} included; never infinite. */
    public static Optional<BigDecimal> real(String text) {
        return REAL.matcher(text).matches()
                ? Optional.of(new BigDecimal(text.replace("_", "")))
                        .filter(number -> Double.isFinite(number.doubleValue()))
                : Optional.empty();
    }

    /** {@code true} or {@code false} and nothing else. */
    public static Optional<Boolean> flag(String text) {
        return switch (text) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    /** One spelling for equal numbers: 1e4, 10_000 and 10000.0 are all {@code 10000}. */
    public static String canonical(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        int exponent = stripped.precision() - stripped.scale();
        return exponent > 21 || exponent < -9 ? stripped.toString() : stripped.toPlainString();
    }
}
