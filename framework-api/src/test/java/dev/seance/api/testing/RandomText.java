// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.testing;

import java.util.Random;

/** Hostile text for laws: every plane of Unicode, controls, combining marks, odd spaces, runs; never a lone surrogate. */
public final class RandomText {

    private static final int[] SPACES = {' ', ' ', '\n', '\t', '\r', 0x0B, 0x85, 0xA0, 0x2003, 0x2028, 0x200B, 0x3000};
    private static final String[] SNIPPETS = {
        "it's",
        "WE'LL",
        "\r\n",
        "1837",
        " the",
        "ſ",
        "ﬁ",
        "👩‍👩‍👧",
        "é",
        "𝔄",
        "\0",
        "<|endoftext|>",
        "\uFFFD",
        "\uFEFF"
    };

    private final Random random;

    public RandomText(long seed) {
        random = new Random(seed);
    }

    /** A text of up to that many characters, now and then none at all. */
    public String next(int longest) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(longest + 1);
        while (text.length() < length) {
            if (random.nextInt(8) == 0) {
                text.append(SNIPPETS[random.nextInt(SNIPPETS.length)]);
            } else {
                int repeats = random.nextInt(10) == 0 ? 1 + random.nextInt(20) : 1;
                text.append(Character.toString(codePoint()).repeat(repeats));
            }
        }
        return text.toString();
    }

    private int codePoint() {
        return switch (random.nextInt(8)) {
            case 0 -> SPACES[random.nextInt(SPACES.length)];
            case 1 -> random.nextInt(0x20);
            case 2 -> 0x300 + random.nextInt(0x70);
            case 3 -> 0x80 + random.nextInt(0x780);
            case 4 -> 0x10000 + random.nextInt(0x100000);
            case 5 -> anyOfTheBasicPlane();
            default -> 0x20 + random.nextInt(0x60);
        };
    }

    private int anyOfTheBasicPlane() {
        int point = random.nextInt(0x10000);
        return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE ? 0xFFFF : point;
    }
}
