// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Texts that look for trouble: every script, odd spaces, contractions, long runs; the same ones for the same seed. */
public final class RandomTexts {

    private static final List<String> FRAGMENTS = List.of(
            "'s",
            "'S",
            "'ſ",
            "'ll",
            "'Ll",
            "'vE",
            "'re",
            "'RE",
            "'d",
            "'m",
            "'t",
            "'tis",
            "' s",
            "''s",
            "’s",
            "'l",
            "'v",
            " ",
            "  ",
            "   ",
            "\n",
            "\r\n",
            "\n\n",
            " \n",
            "\n ",
            "\t",
            "\u0085",
            "\u00a0",
            "\u2028",
            "\u3000",
            "\u200b",
            "\u180e",
            "the",
            " the",
            " and",
            "Mr.",
            "--",
            "—",
            " “",
            "”",
            "...",
            "!\n",
            "?!\r\n\r\n",
            "1837",
            "12",
            " 9",
            "٣",
            "½",
            "Ⅻ",
            "²",
            "æ",
            "œuvre",
            "naïve",
            "e\u0301",
            "ﬁ",
            "ß",
            "ı",
            "İ",
            "ǅ",
            "ʰ",
            "ª",
            "K",
            "ſt",
            "Å",
            "語",
            "한글",
            "ひらがな",
            "नमस्ते",
            "ไทย",
            "עברית",
            "العربية",
            "🙂",
            "👩\u200d👩\u200d👧",
            "🇬🇧",
            "𝒜𝓑",
            "𐍈",
            "𝟘",
            "<|user|>",
            "<|endoftext|>",
            "<|",
            "|>",
            "_",
            "a_b",
            "aaaa",
            "aaaaaaa",
            "abab",
            "\0",
            "\u0001",
            "\u007f",
            "\ufeff",
            "\ufffd",
            "\uffff");

    private final Random random;

    public RandomTexts(long seed) {
        random = new Random(seed);
    }

    /** Fragments, words of a small alphabet, and single characters of anywhere in Unicode. */
    public String next() {
        StringBuilder text = new StringBuilder();
        for (int parts = random.nextInt(40); parts > 0; parts--) {
            switch (random.nextInt(4)) {
                case 0 -> text.append(word());
                case 1 -> text.appendCodePoint(codePoint());
                default -> text.append(FRAGMENTS.get(random.nextInt(FRAGMENTS.size())));
            }
        }
        return text.toString();
    }

    /** A text of few different letters, rich in repetitions and ties. */
    public String repetitive() {
        StringBuilder text = new StringBuilder();
        for (int words = random.nextInt(60); words > 0; words--) {
            text.append(word()).append(random.nextInt(8) == 0 ? "\n" : " ");
        }
        return text.toString();
    }

    private String word() {
        int letters = 1 + random.nextInt(4);
        return IntStream.rangeClosed(0, random.nextInt(9))
                .mapToObj(i -> random.nextInt(20) == 0 ? "é" : String.valueOf((char) ('a' + random.nextInt(letters))))
                .reduce("", String::concat);
    }

    /** Any character but a surrogate; below U+3000 as often as not. */
    private int codePoint() {
        while (true) {
            int c = random.nextInt(random.nextBoolean() ? 0x3000 : Character.MAX_CODE_POINT + 1);
            if (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE) {
                return c;
            }
        }
    }
}
