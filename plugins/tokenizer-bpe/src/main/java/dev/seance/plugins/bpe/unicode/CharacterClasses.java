// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe.unicode;

import java.util.Arrays;

/**
 * The few things a split pattern asks of a character: is it a letter, a number, white space, a line break?
 *
 * <p>The answers come from a table of one pinned Unicode version, 16.0, not from {@code java.lang.Character}: Java 17
 * knows Unicode 13 and Java 25 knows Unicode 16, and a vocabulary must give the same ids under both. 16.0 is also what
 * Hugging Face's library uses. The table is checked against ICU in the tests, which also have the program that writes it.
 *
 * <p>In memory it has two stages: a character's block of 128, then its place in the block. Most blocks are all letters or
 * all nothing, and are stored once, so that the whole fits into a processor's first cache and is made in no time.
 */
public final class CharacterClasses {

    /** Anything the other classes do not name: punctuation, marks, symbols, controls, unassigned characters. */
    public static final byte OTHER = 0;
    /** General category L. */
    public static final byte LETTER = 1;
    /** General category N. */
    public static final byte NUMBER = 2;
    /** White_Space (with U+0085 and U+00A0), except line breaks. */
    public static final byte SPACE = 3;
    /** Carriage return and line feed. */
    public static final byte NEWLINE = 4;

    static final String RESOURCE = "unicode-16.0-classes.txt";

    private static final int BLOCK = 128;
    /** The classes in the order of their numbers; so many first blocks are of one class. */
    private static final int UNIFORM = 4;

    private static volatile CharacterClasses shared;

    /** The place in {@link #classes} of each block of planes 0 to 3; the table has nothing beyond. */
    private final int[] blocks = new int[0x40000 / BLOCK];

    private byte[] classes = new byte[256 * BLOCK];
    private int used = UNIFORM * BLOCK;

    private CharacterClasses() {
        for (byte kind = 0; kind < UNIFORM; kind++) {
            Arrays.fill(classes, kind * BLOCK, (kind + 1) * BLOCK, kind);
        }
        UnicodeTable.read(RESOURCE, new UnicodeTable.Ranges() {
            @Override
            public void add(String name, int first, int last) {
                fill(kind(name), first, last);
            }
        });
        fill(NEWLINE, '\r', '\r');
        fill(NEWLINE, '\n', '\n');
        classes = Arrays.copyOf(classes, used);
    }

    /** The table, read once. */
    public static CharacterClasses load() {
        CharacterClasses result = shared;
        if (result == null) {
            result = new CharacterClasses();
            shared = result;
        }
        return result;
    }

    /** The class of a code point. */
    public byte of(int codePoint) {
        int block = codePoint >>> 7;
        return block < blocks.length ? classes[blocks[block] + (codePoint & BLOCK - 1)] : OTHER;
    }

    /** Whether a byte is one of A to Z and a to z. */
    public static boolean isAsciiLetter(byte b) {
        int lower = b | 0x20;
        return lower >= 'a' && lower <= 'z';
    }

    private static byte kind(String name) {
        return switch (name) {
            case "L" -> LETTER;
            case "N" -> NUMBER;
            case "S" -> SPACE;
            default -> throw new IllegalStateException(RESOURCE + " has a class " + name);
        };
    }

    private void fill(byte kind, int first, int last) {
        for (int c = first; c <= last; ) {
            int block = c / BLOCK;
            int blockEnd = (block + 1) * BLOCK;
            if (c % BLOCK == 0 && last >= blockEnd - 1) {
                blocks[block] = kind * BLOCK;
            } else {
                int place = own(block);
                Arrays.fill(classes, place + c % BLOCK, place + Math.min(last + 1, blockEnd) - block * BLOCK, kind);
            }
            c = blockEnd;
        }
    }

    /** The place of a block that is not of one class. */
    private int own(int block) {
        if (blocks[block] == 0) {
            if (used == classes.length) {
                classes = Arrays.copyOf(classes, 2 * used);
            }
            blocks[block] = used;
            used += BLOCK;
        }
        return blocks[block];
    }
}
