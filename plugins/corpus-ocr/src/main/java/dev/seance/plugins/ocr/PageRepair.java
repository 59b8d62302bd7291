// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.ocr;

import dev.seance.api.corpus.Document;
import java.util.Arrays;
import java.util.Optional;

/**
 * Repairs the words of a document's pages. Only where most words around are known: a passage in another language, a table or a page
 * that is noise throughout has no word that could be told. Not thread-safe.
 */
final class PageRepair {

    /** How many words on either side are looked at, and what share of them must be known. */
    private static final int AROUND = 8;

    private static final double MOSTLY_KNOWN = 0.7;

    private static final int LONGEST_ABBREVIATION = 3;

    private static final Optional<String> I = Optional.of("I");

    private final Lexicon lexicon;
    private final LexiconReader reader;
    private final WordRepair words;
    private int repaired;

    /** For each word of a page, how many of those before it are known. */
    private int[] known = new int[512];

    /** How many words of a page are unknown; of each its place among the page's words, its start and what stands before. */
    private int unknown;

    private int[] indices = new int[64];
    private int[] starts = new int[64];
    private Gap[] gaps = new Gap[64];

    PageRepair(Lexicon lexicon, Document document) {
        this.lexicon = lexicon;
        this.reader = new LexiconReader(lexicon);
        this.words = new WordRepair(lexicon, document);
    }

    /** How many words it has repaired. */
    int repaired() {
        return repaired;
    }

    String repaired(String text) {
        WordCursor word = new WordCursor(text);
        int count = countKnown(text, word);
        StringBuilder result = null;
        int copied = 0;
        for (int i = 0; i < unknown; i++) {
            word.seek(starts[i], gaps[i]);
            word.next();
            int start = word.start();
            int end = word.end();
            Optional<String> right = Optional.empty();
            if (word.length() == 1 && text.charAt(start) == '1') {
                right = word.next() && word.before() == Gap.BLANK && followsI(word) ? I : right;
            } else if (mostlyKnown(indices[i], count)) {
                right = repaired(text, word);
            }
            if (right.isPresent()) {
                repaired++;
                result = result == null ? new StringBuilder(text.length() + 64) : result;
                result.append(text, copied, start).append(right.get());
                copied = end;
            }
        }
        return result == null
                ? text
                : result.append(text, copied, text.length()).toString();
    }

    /** Finds the unknown words, and how many there are in all. */
    private int countKnown(String text, WordCursor word) {
        int count = 0;
        unknown = 0;
        while (word.next()) {
            if (count + 1 >= known.length) {
                known = Arrays.copyOf(known, 2 * known.length);
            }
            boolean knows = reader.knows(text, word);
            known[count + 1] = known[count] + (knows ? 1 : 0);
            if (!knows) {
                addUnknown(word, count);
            }
            count++;
        }
        return count;
    }

    private void addUnknown(WordCursor word, int index) {
        if (unknown == indices.length) {
            indices = Arrays.copyOf(indices, 2 * unknown);
            starts = Arrays.copyOf(starts, 2 * unknown);
            gaps = Arrays.copyOf(gaps, 2 * unknown);
        }
        indices[unknown] = index;
        starts[unknown] = word.start();
        gaps[unknown++] = word.before();
    }

    private boolean mostlyKnown(int index, int count) {
        int from = Math.max(0, index - AROUND);
        int to = Math.min(count, index + AROUND + 1);
        return known[to] - known[from] >= MOSTLY_KNOWN * (to - from - 1);
    }

    private Optional<String> repaired(String text, WordCursor word) {
        if (word.isCompound()
                || word.before().hyphen()
                || word.after().hyphen()
                || !digitsAreLetters(text, word)
                || isAbbreviation(text, word)
                || isElided(text, word)
                || isRoman(text, word)) {
            return Optional.empty();
        }
        boolean name = Character.isUpperCase(text.charAt(word.start()));
        return words.repaired(text, word.start(), word.end(), name);
    }

    private boolean followsI(WordCursor word) {
        return word.isForm() && lexicon.rules().afterI().contains(FormHash.finish(word.hash()));
    }

    private static boolean isAbbreviation(String text, WordCursor word) {
        return word.length() <= LONGEST_ABBREVIATION && word.end() < text.length() && text.charAt(word.end()) == '.';
    }

    /** Whether an apostrophe stands for a word's last letters, as in tho'; a quotation that ends there looks the same. */
    private static boolean isElided(String text, WordCursor word) {
        return word.end() < text.length() && Letters.isApostrophe(text.charAt(word.end()));
    }

    private static boolean isRoman(String text, WordCursor word) {
        for (int i = word.start(); i < word.end(); i++) {
            if ("ivxlc".indexOf(Letters.fold(text.charAt(i))) < 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether a word has at most one digit, and is no number with an ending such as 4th. */
    private static boolean digitsAreLetters(String text, WordCursor word) {
        if (word.isForm()) {
            return true;
        }
        int digits = 0;
        for (int i = word.start(); i < word.end(); i++) {
            digits += Letters.isDigit(text.charAt(i)) ? 1 : 0;
        }
        return digits == 1 && word.length() >= 4;
    }
}
