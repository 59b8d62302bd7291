// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters.matter;

import dev.seance.plugins.filters.Letters;
import dev.seance.plugins.filters.WordHash;
import dev.seance.plugins.filters.language.FunctionWords;
import java.util.Set;

/**
 * What the words of a page, or of some paragraphs, tell of what they are.
 *
 * @param words how many there are, numbers included
 * @param function how many are function words of the language
 * @param numbers how many are numbers, or have digits
 * @param catalogue how many are prices and words of catalogues
 */
record Stretch(int words, int function, int numbers, int catalogue) {

    /**
     * Counts.
     *
     * @param language the bit of the language among the function words
     * @param catalogueWords hashes of words of catalogues
     */
    static Stretch of(String text, FunctionWords functionWords, int language, Set<Long> catalogueWords) {
        int words = 0;
        int function = 0;
        int numbers = 0;
        int catalogue = 0;
        int length = text.length();
        int at = 0;
        while (at < length) {
            char c = text.charAt(at);
            if (!Letters.isWord(c)) {
                at++;
                continue;
            }
            int start = at;
            boolean digit = Letters.isDigit(c);
            long hash = WordHash.START;
            do {
                hash = WordHash.add(hash, Letters.lower(c));
                at++;
            } while (at < length && Letters.isWord(c = text.charAt(at)));
            words++;
            if (digit) {
                numbers++;
                catalogue += isPrice(text, start, at) || catalogueWords.contains(hash) ? 1 : 0;
            } else if (at - start <= FunctionWords.LONGEST && (functionWords.mask(hash) & language) != 0) {
                function++;
            } else {
                catalogue += catalogueWords.contains(hash) ? 1 : 0;
            }
        }
        return new Stretch(words, function, numbers, catalogue);
    }

    /** Whether a number is an amount of money: 3s, 6d, or behind its sign. */
    private static boolean isPrice(String text, int start, int end) {
        char last = Letters.lower(text.charAt(end - 1));
        boolean sign = start > 0 && "\u00A3$".indexOf(text.charAt(start - 1)) >= 0;
        return sign || end - start > 1 && (last == 's' || last == 'd') && Letters.isDigit(text.charAt(end - 2));
    }

    double functionShare() {
        return words == 0 ? 0 : (double) function / words;
    }

    double numberShare() {
        return words == 0 ? 0 : (double) numbers / words;
    }

    double catalogueShare() {
        return words == 0 ? 0 : (double) catalogue / words;
    }
}
