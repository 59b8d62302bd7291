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
        int[] counts = new int[4];
        WordHash.visit(text, (hash, start, end) -> {
            counts[0]++;
            boolean number = Letters.isDigit(text.charAt(start));
            if (!number && end - start <= FunctionWords.LONGEST && (functionWords.mask(hash) & language) != 0) {
                counts[1]++;
                return;
            }
            counts[2] += number ? 1 : 0;
            counts[3] += number && isPrice(text, start, end) || catalogueWords.contains(hash) ? 1 : 0;
        });
        return new Stretch(counts[0], counts[1], counts[2], counts[3]);
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
