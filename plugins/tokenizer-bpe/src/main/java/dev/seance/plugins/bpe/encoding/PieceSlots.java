// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe.encoding;

/**
 * One table of a {@link PieceCache}. A slot is two longs, tag and tokens, or four: tag, tokens, the first eight bytes of
 * the piece, nothing. The tag is what tells pieces apart beside those bytes, with the number of tokens in its four
 * topmost bits, which are 0 in a tag that is looked for. An empty slot has tag 0, which no piece has.
 *
 * <p>A piece is in the first slot that was free from its home on, as far as the window reaches. Who comes first is at
 * home, where looking costs least, and the frequent pieces of a text come first. The table begins small, as a line of chat
 * should not pay for a library, and quadruples while it is more than half full. At its largest that order would end in
 * homes full of what the first books were about; from then on a piece takes its home when it comes, and who was there
 * moves on: with a quarter of the room that 50 MB of novels ask for, encoding takes a third of the time that it took with
 * the first ones left in place.
 */
final class PieceSlots {

    /** Where in a slot the tokens are. */
    static final int TOKENS = 1;
    /** Where in a slot of four longs the first eight bytes are. */
    static final int LOW = 2;

    static final int COUNT_SHIFT = 60;

    /** How many slots from its home on a piece may be in. */
    private static final int WINDOW = 8;

    private final int strideBits;
    private final int mostBits;
    private long[] table;
    private int bits;
    private int used;
    private int replaced;

    /**
     * @param strideBits 1 for slots of two longs, 2 for slots of four
     * @param bits two to this power is how many slots there are
     * @param mostBits two to this power is how many slots there may be
     */
    PieceSlots(int strideBits, int bits, int mostBits) {
        this.strideBits = strideBits;
        this.mostBits = mostBits;
        allocate(bits);
    }

    /** The slots; replaced by {@link #put}. */
    long[] table() {
        return table;
    }

    /** What {@link #home} needs for this table; changed by {@link #put}. */
    int shift() {
        return Long.SIZE - bits;
    }

    /** Whether two tags are of different pieces, whatever the number of tokens in the first. */
    static boolean differ(long there, long tag) {
        return (there ^ tag) << Long.SIZE - COUNT_SHIFT != 0;
    }

    /** How many tokens a tag says there are. */
    static int count(long tag) {
        return (int) (tag >>> COUNT_SHIFT);
    }

    /** The home of a piece in a table of slots of two longs. */
    static int home(long tag, int shift) {
        return (int) (tag * 0x9E3779B97F4A7C15L >>> shift) << 1;
    }

    /** The home of a piece in a table of slots of four longs. */
    static int home(long tag, long low, int shift) {
        return (int) ((low * 0xD6E8FEB86659FD93L ^ tag) * 0x9E3779B97F4A7C15L >>> shift) << 2;
    }

    /** The slot of a piece; -1 when it is not here. */
    int find(long tag, long low) {
        int home = home(tag, low);
        int slot = home;
        for (int tries = WINDOW; tries > 0; tries--) {
            if (table[slot] == 0) {
                return -1;
            }
            if (is(slot, tag, low)) {
                if (!isCrowded()) {
                    return slot;
                }
                takeHome(slot, home);
                return home;
            }
            slot += 1 << strideBits;
        }
        return -1;
    }

    /** Keeps a piece that is not here yet. */
    void put(long tag, long low, long tokens, int count) {
        if (used > 1 << bits - 1 && bits < mostBits) {
            grow();
        }
        int home = home(tag, low);
        int slot = home;
        for (int tries = 1; table[slot] != 0 && tries < WINDOW; tries++) {
            slot += 1 << strideBits;
        }
        if (table[slot] == 0) {
            used++;
        } else {
            replaced = replaced + 1 & WINDOW / 2 - 1;
            slot -= replaced << strideBits;
            move(home, slot);
            slot = home;
        }
        table[slot] = tag | (long) count << COUNT_SHIFT;
        table[slot + TOKENS] = tokens;
        if (strideBits > 1) {
            table[slot + LOW] = low;
        }
    }

    private void move(int from, int to) {
        System.arraycopy(table, from, table, to, 1 << strideBits);
    }

    private boolean isCrowded() {
        return bits == mostBits && used > 1 << bits - 1;
    }

    /** Has a piece and the one at its home change places. */
    private void takeHome(int slot, int home) {
        for (int i = 0; i < 1 << strideBits; i++) {
            long moved = table[home + i];
            table[home + i] = table[slot + i];
            table[slot + i] = moved;
        }
    }

    private boolean is(int slot, long tag, long low) {
        return !differ(table[slot], tag) && (strideBits == 1 || table[slot + LOW] == low);
    }

    private int home(long tag, long low) {
        return strideBits == 1 ? home(tag, shift()) : home(tag, low, shift());
    }

    private void grow() {
        long[] old = table;
        allocate(Math.min(bits + 2, mostBits));
        long tagBits = (1L << COUNT_SHIFT) - 1;
        for (int slot = 0; slot < old.length; slot += 1 << strideBits) {
            if (old[slot] != 0) {
                long low = strideBits > 1 ? old[slot + LOW] : 0;
                put(old[slot] & tagBits, low, old[slot + TOKENS], count(old[slot]));
            }
        }
    }

    private void allocate(int newBits) {
        bits = newBits;
        used = 0;
        table = new long[(1 << bits) + WINDOW << strideBits];
    }
}
