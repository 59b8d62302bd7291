// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.scenes;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The years in which something can be said.
 *
 * @param from the first; {@link Integer#MIN_VALUE} for no first
 * @param to the last; {@link Integer#MAX_VALUE} for no last
 */
record Years(int from, int to) {

    /** Always. */
    static final Years ALL = new Years(Integer.MIN_VALUE, Integer.MAX_VALUE);

    private static final Pattern RANGE = Pattern.compile("(\\d{1,4})?-(\\d{1,4})?");

    Years {
        if (from > to) {
            throw new IllegalArgumentException("years " + from + "-" + to + " end before they begin");
        }
    }

    /**
     * Reads {@code 1840-}, {@code -1870} or {@code 1840-1870}.
     *
     * @throws IllegalArgumentException for anything else
     */
    static Years parse(String text) {
        Matcher range = RANGE.matcher(text);
        if (!range.matches() || text.equals("-")) {
            throw new IllegalArgumentException("'" + text + "' is no range of years such as 1840-, -1870 or 1840-1870");
        }
        return new Years(
                range.group(1) == null ? ALL.from : Integer.parseInt(range.group(1)),
                range.group(2) == null ? ALL.to : Integer.parseInt(range.group(2)));
    }

    boolean contain(int year) {
        return from <= year && year <= to;
    }
}
