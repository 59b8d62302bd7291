// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.ocr;

/**
 * How many of a text's words are in the lexicon. Single letters and numbers are not counted, for both are in tables and in
 * prose; a word with a digit in it is counted and never known.
 *
 * @param words how many words there are
 * @param known how many of them are in the lexicon
 */
record HitRate(long words, long known) {

    static final HitRate NONE = new HitRate(0, 0);

    static HitRate of(String text, LexiconReader lexicon) {
        long words = 0;
        long known = 0;
        WordCursor word = new WordCursor(text);
        while (word.next()) {
            if (word.length() > 1 && (word.isForm() || word.hash() != 0)) {
                words++;
                known += lexicon.knows(text, word) ? 1 : 0;
            }
        }
        return new HitRate(words, known);
    }

    HitRate plus(HitRate other) {
        return new HitRate(words + other.words, known + other.known);
    }

    /** From 0 to 1; 0 without words. */
    double value() {
        return words == 0 ? 0 : known / (double) words;
    }
}
