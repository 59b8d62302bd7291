// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters;

/**
 * Hashes words letter by letter (FNV-1a, 64 bits), in small letters, so that a text is read without making strings of its
 * words.
 */
public final class WordHash {

    /** The hash of no letters. */
    public static final long START = 0xcbf29ce484222325L;

    private static final long PRIME = 0x100000001b3L;

    private WordHash() {}

    /** Takes the words of a text. */
    @FunctionalInterface
    public interface Visitor {

        /** A word: a run of letters and digits, from its first character to the one behind its last. */
        void word(long hash, int start, int end);
    }

    /** Walks the words of a text in its order. */
    public static void visit(String text, Visitor visitor) {
        int length = text.length();
        int at = 0;
        while (at < length) {
            char c = text.charAt(at);
            if (!Letters.isWord(c)) {
                at++;
                continue;
            }
            int start = at;
            long hash = START;
            do {
                hash = add(hash, Letters.lower(c));
                at++;
            } while (at < length && Letters.isWord(c = text.charAt(at)));
            visitor.word(hash, start, at);
        }
    }

    /** The hash of a word by itself. */
    public static long of(String word) {
        long hash = START;
        for (int i = 0; i < word.length(); i++) {
            hash = add(hash, Letters.lower(word.charAt(i)));
        }
        return hash;
    }

    /** The hash of a word with one more letter. */
    public static long add(long hash, char letter) {
        return (hash ^ letter) * PRIME;
    }

    /** Spreads what FNV leaves in the low bits over all of them (the finaliser of MurmurHash3). */
    public static long mixed(long hash) {
        long mixed = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ mixed >>> 33) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ mixed >>> 33;
    }
}
