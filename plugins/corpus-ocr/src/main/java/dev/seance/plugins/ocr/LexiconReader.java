// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.ocr;

/**
 * Tells which words of one document are known, with the commonest at hand: nearly all words of a text are among a few
 * thousand, whose answers fit a processor's nearest cache, which the lexicon's own cache for a whole library does not. Not
 * thread-safe.
 */
final class LexiconReader {

    private static final int AT_HAND = 1 << 12;

    private final Lexicon lexicon;

    /** A form's upper bits and, in the lowest, whether it is in the lexicon; 0 is an empty place. */
    private final long[] atHand = new long[AT_HAND];

    LexiconReader(Lexicon lexicon) {
        this.lexicon = lexicon;
    }

    /**
     * Whether a word is known: it is in the lexicon, or it is made of words that are, by a hyphen or with an apostrophe and
     * s.
     */
    boolean knows(String text, WordCursor word) {
        if (!word.isForm()) {
            return false;
        }
        if (contains(text, word)) {
            return true;
        }
        int end = word.end();
        if (word.length() > 2
                && Letters.fold(text.charAt(end - 1)) == 's'
                && Letters.isApostrophe(text.charAt(end - 2))) {
            end -= 2;
            if (lexicon.contains(text, word.start(), end)) {
                return true;
            }
        }
        return word.isCompound() && containsParts(text, word.start(), end);
    }

    private boolean contains(String text, WordCursor word) {
        long form = FormHash.finish(word.hash());
        int place = (int) form & AT_HAND - 1;
        long answer = atHand[place];
        if ((answer | 1) != (form | 1)) {
            answer = lexicon.contains(text, word.start(), word.end(), word.hash()) ? form | 1 : form & ~1L;
            atHand[place] = answer;
        }
        return (answer & 1) != 0;
    }

    private boolean containsParts(String text, int start, int end) {
        int from = start;
        for (int at = start; at <= end; at++) {
            if (at == end || Letters.isHyphen(text.charAt(at))) {
                if (!lexicon.contains(text, from, at)) {
                    return false;
                }
                from = at + 1;
            }
        }
        return true;
    }
}
