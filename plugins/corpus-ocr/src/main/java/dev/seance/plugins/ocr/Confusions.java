// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.ocr;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What recognition confuses in one language, by the first character of what it writes. Immutable. */
final class Confusions {

    private static final int INDEXED = 0x250;

    private final Confusion[][] byFirst = new Confusion[INDEXED][];

    Confusions(List<Confusion> confusions) {
        for (int first = 0; first < INDEXED; first++) {
            List<Confusion> found = new ArrayList<>();
            for (Confusion one : confusions) {
                if (Letters.fold(one.wrong().charAt(0)) == first) {
                    found.add(one);
                }
            }
            byFirst[first] = found.toArray(new Confusion[0]);
        }
    }

    /** Those that write something beginning with a folded character. */
    Confusion[] of(char first) {
        return first < INDEXED ? byFirst[first] : byFirst[0];
    }

    /**
     * One confusion.
     *
     * @param wrong what recognition writes
     * @param right what was printed
     * @param strength how common it is, above 0 and at most 1
     * @param atStart whether only at a word's beginning
     * @param atEnd whether only at a word's end
     */
    record Confusion(String wrong, String right, double strength, boolean atStart, boolean atEnd) {

        /**
         * Reads a line of a table, such as {@code rn m 1} or {@code ^Av w 1}.
         *
         * @throws IllegalArgumentException when it is not three fields
         */
        static Confusion parse(String line) {
            String[] fields = line.strip().split("\\s+");
            if (fields.length != 3) {
                throw new IllegalArgumentException("a confusion is WRONG RIGHT STRENGTH, found '" + line + "'");
            }
            boolean atStart = fields[0].startsWith("^");
            boolean atEnd = fields[0].endsWith("$");
            String wrong = fields[0].substring(atStart ? 1 : 0, fields[0].length() - (atEnd ? 1 : 0));
            double strength = Double.parseDouble(fields[2]);
            if (wrong.isEmpty() || !(strength > 0 && strength <= 1)) {
                throw new IllegalArgumentException(
                        "a confusion needs letters and a strength above 0 and at most 1, found '" + line + "'");
            }
            return new Confusion(wrong, fields[1], strength, atStart, atEnd);
        }

        /** Whether it is about capitals, and says itself in which case the right letters are written. */
        boolean capitals() {
            return !wrong.equals(wrong.toLowerCase(Locale.ROOT));
        }

        /** Whether it can have written what stands at that place of a word. */
        boolean matches(String text, int start, int at, int end) {
            int length = wrong.length();
            if (at + length > end || atStart && at != start || atEnd && at + length != end) {
                return false;
            }
            for (int i = 0; i < length; i++) {
                char rule = wrong.charAt(i);
                char found = text.charAt(at + i);
                if (rule != found && (Character.isUpperCase(rule) || rule != Letters.fold(found))) {
                    return false;
                }
            }
            return true;
        }
    }
}
