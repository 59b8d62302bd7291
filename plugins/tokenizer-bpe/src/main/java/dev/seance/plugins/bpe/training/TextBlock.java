// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe.training;

import dev.seance.plugins.bpe.unicode.Utf8Text;
import java.util.Arrays;

/**
 * Some text of one shard in an array that is used again and again: whole documents, and parts of long ones, each a
 * stretch. Pieces never cross a stretch's edge. At least {@link Utf8Text#SPARE} bytes beyond the text can be read. Not
 * thread-safe.
 */
final class TextBlock {

    /**
     * How large a block is made. It should be in the cache still when it is scanned after being read; and few blocks
     * must be large enough to make a visit to the reader cheap.
     */
    static final int SIZE = 1 << 19;

    /** The largest array that every Java virtual machine makes. */
    static final int LARGEST = Integer.MAX_VALUE - 8;

    private final int largest;
    private byte[] bytes;
    private int length;
    private int[] starts = new int[16];
    private int[] ends = new int[16];
    private String[] documents = new String[16];
    private int stretches;

    TextBlock() {
        this(SIZE, LARGEST);
    }

    /** For tests: blocks of that many bytes, which grow up to an array of {@code largest}. */
    TextBlock(int size, int largest) {
        this.largest = largest;
        bytes = new byte[size + Utf8Text.SPARE];
    }

    void clear() {
        length = 0;
        stretches = 0;
    }

    byte[] bytes() {
        return bytes;
    }

    /** How many bytes were read, those beyond the end of the last stretch included. */
    int length() {
        return length;
    }

    /** How many more bytes fit. */
    int room() {
        return bytes.length - Utf8Text.SPARE - length;
    }

    /** Notes that so many bytes were put behind the text. */
    void advance(int count) {
        length += count;
    }

    /** Begins a stretch behind the text. */
    void begin(String document) {
        if (stretches == starts.length) {
            starts = Arrays.copyOf(starts, stretches * 2);
            ends = Arrays.copyOf(ends, stretches * 2);
            documents = Arrays.copyOf(documents, stretches * 2);
        }
        starts[stretches] = length;
        documents[stretches++] = document;
    }

    /** Ends the last stretch, at the end of the text or before it. */
    void endAt(int end) {
        ends[stretches - 1] = end;
    }

    /** Takes the last stretch back; its bytes stay. */
    void forget() {
        stretches--;
    }

    int stretches() {
        return stretches;
    }

    int start(int stretch) {
        return starts[stretch];
    }

    int end(int stretch) {
        return ends[stretch];
    }

    /** How many bytes all the stretches have. */
    int counted() {
        return stretches == 0 ? 0 : ends[stretches - 1] - starts[0];
    }

    /** Whose text a stretch is. */
    String document(int stretch) {
        return documents[stretch];
    }

    /**
     * Makes room for twice as many bytes.
     *
     * @return whether that was possible
     */
    boolean grow() {
        if (bytes.length == largest) {
            return false;
        }
        bytes = Arrays.copyOf(bytes, (int) Math.min(2L * bytes.length, largest));
        return true;
    }
}
