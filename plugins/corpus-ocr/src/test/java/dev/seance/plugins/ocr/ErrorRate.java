// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.ocr;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The share of characters or words that recognition got wrong: the least number of insertions, deletions and replacements
 * that turn the text into some stretch of its ground truth, divided by the length of the ground truth. The ends of the
 * ground truth are free, because it may hold a few words of the pages before and after. Case does not count.
 */
final class ErrorRate {

    private long errors;
    private long length;

    void add(List<?> text, List<?> truth) {
        errors += distance(text, truth);
        length += truth.size();
    }

    double value() {
        return errors / (double) length;
    }

    long errors() {
        return errors;
    }

    /** Letters and digits only. */
    static List<Character> letters(String text) {
        List<Character> letters = new ArrayList<>();
        for (char c : text.toLowerCase(Locale.ROOT).toCharArray()) {
            if (Character.isLetterOrDigit(c)) {
                letters.add(c);
            }
        }
        return letters;
    }

    /** All characters, with one kind of quotation mark and of dash, and single blanks. */
    static List<Character> characters(String text) {
        String normal = normal(text);
        List<Character> characters = new ArrayList<>();
        for (char c : normal.toCharArray()) {
            characters.add(c);
        }
        return characters;
    }

    static List<String> words(String text) {
        return List.of(normal(text).split(" "));
    }

    private static String normal(String text) {
        return text.toLowerCase(Locale.ROOT)
                .replaceAll("[\u2018\u2019`\u00B4]", "'")
                .replaceAll("[\u201C\u201D\u201E\u00AB\u00BB]|''", "\"")
                .replaceAll("\\s*(?:[\u2013\u2014\u2015]|--+)\\s*", "-")
                .replaceAll("\\s+", " ")
                .strip();
    }

    /** Myers' bit-parallel search (1999) in blocks, after Hyyrö (2003). */
    static int distance(List<?> text, List<?> truth) {
        int m = text.size();
        if (m == 0) {
            return 0;
        }
        int blocks = (m + 63) / 64;
        Map<Object, long[]> places = new HashMap<>();
        for (int i = 0; i < m; i++) {
            places.computeIfAbsent(text.get(i), any -> new long[blocks])[i / 64] |= 1L << i;
        }
        long[] plus = new long[blocks];
        long[] minus = new long[blocks];
        Arrays.fill(plus, -1L);
        long last = 1L << m - 1;
        long[] nowhere = new long[blocks];
        int score = m;
        int best = m;
        for (Object symbol : truth) {
            long[] here = places.getOrDefault(symbol, nowhere);
            int carry = 0;
            for (int b = 0; b < blocks; b++) {
                long equal = here[b];
                long vertical = equal | minus[b];
                equal |= carry < 0 ? 1 : 0;
                long horizontal = ((equal & plus[b]) + plus[b] ^ plus[b]) | equal;
                long up = minus[b] | ~(horizontal | plus[b]);
                long down = plus[b] & horizontal;
                long top = b == blocks - 1 ? last : Long.MIN_VALUE;
                int out = (up & top) != 0 ? 1 : (down & top) != 0 ? -1 : 0;
                up = up << 1 | (carry > 0 ? 1 : 0);
                down = down << 1 | (carry < 0 ? 1 : 0);
                plus[b] = down | ~(vertical | up);
                minus[b] = up & vertical;
                carry = out;
            }
            score += carry;
            best = Math.min(best, score);
        }
        return best;
    }
}
