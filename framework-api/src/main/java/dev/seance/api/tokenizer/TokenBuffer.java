// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.tokenizer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;

/**
 * Token ids in a row, in the bytes that token shards keep on disk: little-endian, two bytes an id where the vocabulary
 * has at most 65,536 tokens, else four. Grows as it is filled and keeps its memory when it is cleared, so that encoding
 * into one buffer again and again allocates nothing. Not thread-safe.
 */
public final class TokenBuffer {

    /** The most tokens that two bytes can number. */
    public static final int MOST_OF_TWO_BYTES = 1 << 16;

    private static final VarHandle SHORTS =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int LARGEST = Integer.MAX_VALUE - 8;

    private final int width;
    private byte[] bytes;
    private int end;

    private TokenBuffer(int width) {
        this.width = width;
        this.bytes = new byte[1024];
    }

    /** An empty buffer for the ids of a vocabulary of that many tokens. */
    public static TokenBuffer forVocabulary(int size) {
        return new TokenBuffer(widthFor(size));
    }

    /** How many bytes an id takes in a vocabulary of that many tokens: 2 or 4. */
    public static int widthFor(int vocabularySize) {
        return vocabularySize <= MOST_OF_TWO_BYTES ? Short.BYTES : Integer.BYTES;
    }

    /** How many bytes an id takes here: 2 or 4. */
    public int width() {
        return width;
    }

    /** How many tokens there are. */
    public int size() {
        return end / width;
    }

    /** The id at a place. */
    public int get(int index) {
        Objects.checkIndex(index, size());
        return width == Short.BYTES
                ? Short.toUnsignedInt((short) SHORTS.get(bytes, index * Short.BYTES))
                : (int) INTS.get(bytes, index * Integer.BYTES);
    }

    /** Appends an id, which must fit the {@link #width}. */
    public void add(int id) {
        reserve(1);
        if (width == Short.BYTES) {
            SHORTS.set(bytes, end, (short) id);
        } else {
            INTS.set(bytes, end, id);
        }
        end += width;
    }

    /** Forgets all tokens; keeps the memory. */
    public void clear() {
        end = 0;
    }

    /** The ids as an array of their own. */
    public int[] toArray() {
        int[] ids = new int[size()];
        byte[] from = bytes;
        if (width == Short.BYTES) {
            for (int i = 0; i < ids.length; i++) {
                ids[i] = (short) SHORTS.get(from, i * Short.BYTES) & 0xFFFF;
            }
        } else {
            for (int i = 0; i < ids.length; i++) {
                ids[i] = (int) INTS.get(from, i * Integer.BYTES);
            }
        }
        return ids;
    }

    /** The tokens as bytes, from the first token to the last; valid until the buffer is changed. */
    public ByteBuffer asBytes() {
        return ByteBuffer.wrap(bytes, 0, end).asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * For encoders that write several ids at once: makes room for that many more tokens and gives the array to write
     * them to, from {@link #end()} on. The array is the buffer's own until the next call of this method.
     */
    public byte[] reserve(int tokens) {
        long needed = end + (long) tokens * width;
        if (needed > bytes.length) {
            if (needed > LARGEST) {
                throw new IllegalStateException("more than " + LARGEST / width + " tokens in one buffer; cut the text");
            }
            bytes = Arrays.copyOf(bytes, (int) Math.min(Math.max(needed, 2L * bytes.length), LARGEST));
        }
        return bytes;
    }

    /** The place in the array of {@link #reserve} where the next token begins, in bytes. */
    public int end() {
        return end;
    }

    /**
     * Counts what was written to the array of {@link #reserve} as tokens of this buffer.
     *
     * @param newEnd where the last of them ends, in bytes
     */
    public void advanceTo(int newEnd) {
        if (newEnd < end || newEnd > bytes.length || newEnd % width != 0) {
            throw new IllegalArgumentException(
                    "end " + newEnd + " is not a token's end in " + end + ".." + bytes.length);
        }
        end = newEnd;
    }
}
