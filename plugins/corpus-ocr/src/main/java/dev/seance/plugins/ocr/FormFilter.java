// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.ocr;

/**
 * A set of forms that sometimes says of one that it may be in it when it is not, and never the other way: a Bloom filter
 * with one bit a form (Bloom 1970). Of the forms that are asked for most are none, and this is small enough for a
 * processor's cache where the table of a corpus is not. Immutable once it is filled.
 */
final class FormFilter {

    /** One form in so many that are not in it is taken for one. */
    private static final int BITS_A_FORM = 16;

    /** 128 MiB: of more forms than it has room for it is wrong about more. */
    private static final long MOST_BITS = 1L << 30;

    private final long[] bits;

    /** @param forms how many forms it will have */
    FormFilter(int forms) {
        long needed = Math.max(64, Math.min(MOST_BITS, (long) BITS_A_FORM * forms));
        this.bits = new long[(int) (Long.highestOneBit(needed - 1) * 2 / Long.SIZE)];
    }

    void add(int shard, int key) {
        long bit = bit(shard, key);
        bits[(int) (bit >>> 6)] |= 1L << bit;
    }

    /** Whether a form, as a finished hash, may be in it. */
    boolean mayContain(long form) {
        long bit = bit(FormCounts.shard(form), FormCounts.key(form));
        return (bits[(int) (bit >>> 6)] >>> bit & 1) != 0;
    }

    private long bit(int shard, int key) {
        return ((key & 0xFFFF_FFFFL) << 8 | shard) & ((long) bits.length << 6) - 1;
    }
}
