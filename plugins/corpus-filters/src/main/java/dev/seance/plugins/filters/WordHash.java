// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters;

/** Hashes words letter by letter (FNV-1a, 64 bits), so that a text is read without making strings of its words. */
public final class WordHash {

    /** The hash of no letters. */
    public static final long START = 0xcbf29ce484222325L;

    private static final long PRIME = 0x100000001b3L;

    private WordHash() {}

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
