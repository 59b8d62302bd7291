// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters.anachronisms;

import dev.seance.plugins.filters.Letters;
import dev.seance.plugins.filters.anachronisms.YearWords.Role;
import java.util.Optional;

/**
 * Tells years from other numbers by what stands beside them: a month, a preposition, brackets, another year. Page and
 * item numbers, sums of money and quantities have none of these, or a unit after them. A number of whole hundreds is
 * mostly a quantity, and needs the name of a month or the like.
 */
final class YearReader {

    private static final int FIRST = 1000;
    private static final int LAST = 2100;
    private static final int DIGITS = 4;
    private static final String NOT_BEFORE = "$\u00A3\u20AC#\u00A7/'\u2019+=*";

    private final YearWords words;
    private int lastYearEnd = -1;

    YearReader(YearWords words) {
        this.words = words;
    }

    /** Forgets the text before. */
    void startText() {
        lastYearEnd = -1;
    }

    /** The year that the word from there to there is; 0 if it is none. The words of a text come in order. */
    int year(String text, int start, int end) {
        int digits = 0;
        int value = 0;
        while (digits < DIGITS && start + digits < end && Letters.isDigit(text.charAt(start + digits))) {
            value = value * 10 + text.charAt(start + digits) - '0';
            digits++;
        }
        if (digits < DIGITS || value < FIRST || value > LAST || isOfNumber(text, start, end)) {
            return 0;
        }
        boolean year = end - start == DIGITS
                ? isYear(text, start, end, value)
                : end - start == DIGITS + 1 && text.charAt(end - 1) == 's' && value % 10 == 0;
        if (!year) {
            return 0;
        }
        lastYearEnd = end;
        return value;
    }

    /** Money, an item, or a part of a longer number. */
    private static boolean isOfNumber(String text, int start, int end) {
        if (start > 0) {
            char before = text.charAt(start - 1);
            boolean joined = (before == '.' || before == ',' || before == ':')
                    && start > 1
                    && Letters.isDigit(text.charAt(start - 2));
            if (joined || NOT_BEFORE.indexOf(before) >= 0) {
                return true;
            }
        }
        if (end >= text.length()) {
            return false;
        }
        char after = text.charAt(end);
        boolean more = end + 1 < text.length();
        return after == '%'
                || after == '\u00B0'
                || (after == '.' || after == ',') && more && Letters.isDigit(text.charAt(end + 1))
                || Letters.isHyphen(after) && more && Character.isLetter(text.charAt(end + 1));
    }

    private boolean isYear(String text, int start, int end, int value) {
        if (lastYearEnd >= 0 && start - lastYearEnd == 1 && Letters.isHyphen(text.charAt(start - 1))) {
            return true;
        }
        boolean whole = value % 100 == 0;
        if (start > 0 && end < text.length() && isBracketed(text.charAt(start - 1), text.charAt(end))) {
            return !whole;
        }
        Optional<Role> before = before(text, start);
        if (before.isEmpty() || before.get() == Role.UNIT) {
            return false;
        }
        if (before.get() == Role.DATE) {
            return true;
        }
        int next = Letters.skipBlanks(text, end);
        Optional<Role> after = words.role(text, next, Letters.end(text, next));
        if (whole || after.filter(Role.UNIT::equals).isPresent()) {
            return false;
        }
        // "of 1950 men" and "from 1950 to 1955"
        return before.get() == Role.BEFORE || next == end || after.isPresent() || !startsLower(text, next);
    }

    private static boolean isBracketed(char before, char after) {
        return before == '(' && (after == ')' || Letters.isHyphen(after)) || before == '[' && after == ']';
    }

    private static boolean startsLower(String text, int at) {
        return at < text.length() && Character.isLowerCase(text.charAt(at));
    }

    /** What the word before says; of a day of a month, the month before that. */
    private Optional<Role> before(String text, int start) {
        int end = endBefore(text, start);
        int from = Letters.start(text, end);
        if (end - from > 0 && end - from <= DIGITS && Letters.isDigit(text.charAt(from))) {
            int monthEnd = Letters.skipBlanksBack(text, from);
            return words.role(text, Letters.start(text, monthEnd), monthEnd).filter(Role.DATE::equals);
        }
        return words.role(text, from, end);
    }

    /** Before blanks, and a comma or a full stop with a blank after it. */
    private static int endBefore(String text, int start) {
        int end = Letters.skipBlanksBack(text, start);
        boolean mark = end < start && end > 0 && (text.charAt(end - 1) == ',' || text.charAt(end - 1) == '.');
        return mark ? end - 1 : end;
    }
}
