// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters;

/**
 * Finds the words of a text, and the hyphens within words: {@code well} and {@code known} of {@code well-known} are not
 * words that stand alone, and what stands on either side of a hyphen at a line's end is left out, because nobody knows
 * yet whether it is a word. Case does not matter.
 */
final class WordScanner {

    private WordScanner() {}

    /** Receives what stands in a text, as hashes. */
    interface Visitor {

        /** A word by itself. */
        void word(long hash);

        /** Two parts of a word with a hyphen between them, as {@link #hyphenated} hashes them. */
        void hyphenated(long hash);
    }

    static void scan(String text, Visitor visitor) {
        boolean continues = false;
        boolean compound = false;
        int at = 0;
        while (at < text.length()) {
            if (!Character.isLetter(text.charAt(at))) {
                compound = false;
                at++;
                continue;
            }
            int end = end(text, at);
            boolean hyphen = end < text.length() && isHyphen(text.charAt(end));
            int next = end + 1;
            if (hyphen && next < text.length() && Character.isLetter(text.charAt(next))) {
                visitor.hyphenated(hyphenated(text, at, end, next, end(text, next)));
                compound = true;
                continues = false;
                at = next;
                continue;
            }
            boolean broken = (hyphen || end < text.length() && isBreak(text.charAt(end))) && endsLine(text, next);
            if (!continues && !compound && !broken) {
                visitor.word(hash(text, at, end));
            }
            continues = broken;
            compound = false;
            at = end;
        }
    }

    /** Where the word that begins there ends; an apostrophe between letters belongs to it. */
    static int end(String text, int from) {
        int end = from;
        while (end < text.length()
                && (Character.isLetter(text.charAt(end))
                        || isApostrophe(text.charAt(end))
                                && end + 1 < text.length()
                                && Character.isLetter(text.charAt(end + 1)))) {
            end++;
        }
        return end;
    }

    /** Where the word that ends there begins. */
    static int start(String text, int end) {
        int start = end;
        while (start > 0
                && (Character.isLetter(text.charAt(start - 1))
                        || isApostrophe(text.charAt(start - 1))
                                && start > 1
                                && start < end
                                && Character.isLetter(text.charAt(start - 2)))) {
            start--;
        }
        return start;
    }

    private static boolean endsLine(String text, int from) {
        int at = from;
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
        return at < text.length() && text.charAt(at) == '\n';
    }

    /** A hyphen that may be the word's own. */
    static boolean isHyphen(char c) {
        return c == '-' || c == '\u2010';
    }

    /** A mark that does nothing but break a word at a line's end: the soft hyphen, and what scans make of one. */
    static boolean isBreak(char c) {
        return c == '\u00AD' || c == '\u00AC';
    }

    private static boolean isApostrophe(char c) {
        return c == '\'' || c == '\u2019';
    }

    static long word(String word) {
        return hash(word, 0, word.length());
    }

    static long hyphenated(String one, String other) {
        return hyphenated(one + other, 0, one.length(), one.length(), one.length() + other.length());
    }

    private static long hash(String text, int from, int to) {
        return WordHash.mixed(hash(WordHash.START, text, from, to));
    }

    private static long hyphenated(String text, int from, int to, int next, int end) {
        long hash = WordHash.add(hash(WordHash.START, text, from, to), '-');
        return WordHash.mixed(hash(hash, text, next, end));
    }

    private static long hash(long start, String text, int from, int to) {
        long hash = start;
        for (int i = from; i < to; i++) {
            hash = WordHash.add(hash, Character.toLowerCase(text.charAt(i)));
        }
        return hash;
    }
}
