// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe.training;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Looks for the spellings of special tokens in a text. Of each spelling one byte that prose hardly has is looked for,
 * eight bytes of text at once; the spelling is compared only where that byte is. The usual spellings share {@code <}, so
 * one pass over text that is in the cache finds them all. Immutable.
 */
final class SpellingSearch {

    /** What {@link #find} answers when there is none. */
    static final int NONE = -1;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long TOPS = 0x8080808080808080L;

    private final byte[][] spellings;
    /** The place in each spelling of the byte that is looked for. */
    private final int[] anchors;
    /** The different bytes that are looked for. */
    private final byte[] rare;

    SpellingSearch(List<String> spellings) {
        this.spellings = spellings.stream()
                .map(spelling -> spelling.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
        anchors = Arrays.stream(this.spellings).mapToInt(SpellingSearch::anchor).toArray();
        byte[] found = new byte[anchors.length];
        int count = 0;
        for (int i = 0; i < anchors.length; i++) {
            byte value = this.spellings[i][anchors[i]];
            boolean known = false;
            for (int k = 0; k < count; k++) {
                known |= found[k] == value;
            }
            if (!known) {
                found[count++] = value;
            }
        }
        rare = Arrays.copyOf(found, count);
    }

    /** The length of the longest spelling in bytes. */
    int longest() {
        return Arrays.stream(spellings)
                .mapToInt(spelling -> spelling.length)
                .max()
                .orElse(0);
    }

    /**
     * Finds a spelling; at least eight bytes beyond {@code end} must be readable.
     *
     * @return the index of a spelling that the text from {@code from} to {@code end} has, or {@link #NONE}
     */
    int find(byte[] text, int from, int end) {
        for (byte value : rare) {
            int found = find(value, text, from, end);
            if (found != NONE) {
                return found;
            }
        }
        return NONE;
    }

    private int find(byte value, byte[] text, int from, int end) {
        long pattern = (value & 0xFF) * ONES;
        for (int at = from; at < end; at += 8) {
            long difference = (long) LONGS.get(text, at) ^ pattern;
            long zeros = difference - ONES & ~difference & TOPS;
            if (zeros != 0) {
                int found = compare(value, text, at, from, end);
                if (found != NONE) {
                    return found;
                }
            }
        }
        return NONE;
    }

    /** Compares the spellings of an anchor with each of eight places. */
    private int compare(byte value, byte[] text, int at, int from, int end) {
        for (int place = at; place < Math.min(at + 8, end); place++) {
            for (int i = 0; text[place] == value && i < spellings.length; i++) {
                byte[] spelling = spellings[i];
                int start = place - anchors[i];
                if (spelling[anchors[i]] == value
                        && start >= from
                        && start + spelling.length <= end
                        && Arrays.equals(spelling, 0, spelling.length, text, start, start + spelling.length)) {
                    return i;
                }
            }
        }
        return NONE;
    }

    /** The place of the byte that is least likely in prose. */
    private static int anchor(byte[] spelling) {
        int best = 0;
        for (int i = 1; i < spelling.length; i++) {
            if (likelihood(spelling[i]) < likelihood(spelling[best])) {
                best = i;
            }
        }
        return best;
    }

    private static int likelihood(byte value) {
        if (value == ' ' || (value >= 'a' && value <= 'z')) {
            return 4;
        }
        if (value < 0 || ".,;:'\"-\n".indexOf(value) >= 0) {
            return 3;
        }
        if (value >= 'A' && value <= 'Z') {
            return 2;
        }
        return value >= '0' && value <= '9' ? 1 : 0;
    }
}
