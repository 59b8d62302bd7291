// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.ocr;

/**
 * A set of forms that sometimes says of one that it may be in it when it is not, and never the other way: a Bloom filter
 * (Bloom 1970) whose bits for one form are in one word of memory, so that asking costs one read (Putze, Sanders and
 * Singler 2007). Of the forms that are asked for most are none, and this is small enough for a processor's cache where the
 * table of a corpus is not. Immutable once it is filled.
 */
final class FormFilter {

    /** With three bits set of these, one form in some eighty that are not in it is taken for one. */
    private static final int BITS_A_FORM = 16;

    /** How many bits of a key choose the three bits of a word. */
    private static final int MASK_BITS = 18;

    /** 32 MiB, as many words as the rest of a key and the shard tell apart: of more forms than it has room for it is wrong about more. */
    private static final long MOST_BITS = 1L << 28;

    private final long[] bits;

    /** @param forms how many forms it will have */
    FormFilter(int forms) {
        long needed = Math.max(64, Math.min(MOST_BITS, (long) BITS_A_FORM * forms));
        this.bits = new long[(int) (Long.highestOneBit(needed - 1) * 2 / Long.SIZE)];
    }

    void add(int shard, int key) {
        bits[place(shard, key)] |= mask(key);
    }

    /** Whether a form, as a finished hash, may be in it. */
    boolean mayContain(long form) {
        int key = FormCounts.key(form);
        long mask = mask(key);
        return (bits[place(FormCounts.shard(form), key)] & mask) == mask;
    }

    /** By the shard and the key's upper bits, which the mask does not take. */
    private int place(int shard, int key) {
        return (key >>> MASK_BITS << 8 | shard) & bits.length - 1;
    }

    private static long mask(int key) {
        return 1L << key | 1L << (key >>> 6) | 1L << (key >>> 12);
    }
}
