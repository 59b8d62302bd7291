// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.lint;

import dev.seance.api.tokenizer.Encoder;
import dev.seance.api.tokenizer.TokenBuffer;
import dev.seance.api.tokenizer.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Random texts, to see whether they survive encoding and decoding: every script, control characters, white space, spelt-out special tokens. */
final class Fuzz {

    private static final int TEXTS = 2000;
    private static final int MAX_PARTS = 60;

    private final Vocabulary vocabulary;
    private final Random random;
    private final List<String> spellings;
    private final List<String> changed = new ArrayList<>();
    private int idsOutOfRange;
    private int specialTokens;

    Fuzz(Vocabulary vocabulary, long seed) {
        this.vocabulary = vocabulary;
        this.random = new Random(seed);
        this.spellings = List.copyOf(vocabulary.specials().keySet());
    }

    /** Tries a fixed number of texts; the same seed, the same texts. */
    Fuzz run() {
        Encoder encoder = vocabulary.encoder();
        TokenBuffer buffer = TokenBuffer.forVocabulary(vocabulary.size());
        for (int i = 0; i < TEXTS; i++) {
            String text = text();
            int[] ids = vocabulary.encode(text);
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            buffer.clear();
            encoder.encode(bytes, 0, bytes.length, buffer);
            if (Arrays.stream(ids).anyMatch(id -> id < 0 || id >= vocabulary.size())) {
                idsOutOfRange++;
            } else if (!vocabulary.decode(ids).equals(text) || !Arrays.equals(ids, buffer.toArray())) {
                changed.add(TokenTable.show(bytes));
            }
            if (Arrays.stream(ids).anyMatch(vocabulary.specials()::containsValue)) {
                specialTokens++;
            }
        }
        return this;
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        for (int pieces = random.nextInt(MAX_PARTS); pieces >= 0; pieces--) {
            switch (random.nextInt(8)) {
                case 0 -> text.appendCodePoint(anyCharacter(0x110000));
                case 1 -> text.appendCodePoint(anyCharacter(0x3000));
                case 2 -> text.append(" \t\n\r\u00A0\u2003".charAt(random.nextInt(6)));
                case 3 -> text.append((char) random.nextInt(0x80));
                case 4 -> text.append(random.nextInt(100_000));
                case 5 -> text.append(spellings.isEmpty() ? "<|" : spellings.get(random.nextInt(spellings.size())));
                default -> text.append((char) ('a' + random.nextInt(26)));
            }
        }
        return text.toString();
    }

    private int anyCharacter(int below) {
        int point = random.nextInt(below);
        return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE ? 0x20AC : point;
    }

    int texts() {
        return TEXTS;
    }

    /** The texts that did not come back, or of which the two ways to encode made different tokens. */
    List<String> changed() {
        return changed;
    }

    int idsOutOfRange() {
        return idsOutOfRange;
    }

    /** How many texts were encoded to a special token. */
    int specialTokens() {
        return specialTokens;
    }
}
