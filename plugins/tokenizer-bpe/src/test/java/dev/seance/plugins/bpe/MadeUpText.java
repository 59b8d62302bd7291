// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Megabytes of made-up text whose words are as unequally frequent as a language's, with numbers, punctuation, other
 * scripts and odd spaces between them. The same seed gives the same text on every Java.
 */
public final class MadeUpText {

    private static final String[] ONSETS = {
        "", "b", "br", "c", "ch", "d", "f", "fl", "g", "h", "l", "m", "n", "p", "r", "s", "sh", "st", "t", "th", "tr",
        "w"
    };
    private static final String[] VOWELS = {"a", "a", "e", "e", "e", "i", "o", "u", "ea", "ou", "é", "œ"};
    private static final String[] CODAS = {"", "", "d", "ck", "l", "ll", "m", "n", "ng", "r", "s", "t", "st"};
    private static final String[] MARKS = {
        ", ",
        ". ",
        "; ",
        "! ",
        "?\n",
        ".\n",
        ".\n\n",
        " — ",
        "—",
        "’s ",
        "'s ",
        "'LL ",
        " (",
        ") ",
        "...",
        "  ",
        "\t",
        "\r\n",
        " \n ",
        " £",
        "½",
        "語",
        "ひらがな",
        " привет",
        "🙂",
        "e\u0301 ",
        "aaaaaaa ",
        "--------",
        "ababab "
    };

    private final Random random;
    private final List<String> words = new ArrayList<>();

    private MadeUpText(long seed) {
        random = new Random(seed);
        for (int i = 0; i < 60_000; i++) {
            StringBuilder word = new StringBuilder();
            for (int syllables = 1 + random.nextInt(1 + Math.min(3, i / 50)); syllables > 0; syllables--) {
                word.append(any(ONSETS)).append(any(VOWELS)).append(any(CODAS));
            }
            words.add(word.toString());
        }
    }

    private String any(String[] choices) {
        return choices[random.nextInt(choices.length)];
    }

    /** At least so many characters of text. */
    public static String write(int length, long seed) {
        MadeUpText made = new MadeUpText(seed);
        StringBuilder text = new StringBuilder(length + 64);
        while (text.length() < length) {
            made.append(text);
        }
        return text.toString();
    }

    private void append(StringBuilder text) {
        // A product of uniform numbers favours small ones, about as rank does in a language. Only multiplications,
        // which
        // every machine rounds alike.
        double small = random.nextDouble() * random.nextDouble() * random.nextDouble() * random.nextDouble();
        int rank = (int) (words.size() * small);
        String word = words.get(rank);
        text.append(random.nextInt(12) == 0 ? Character.toUpperCase(word.charAt(0)) + word.substring(1) : word);
        switch (random.nextInt(8)) {
            case 0 -> text.append(any(MARKS));
            case 1 ->
                text.append(' ')
                        .append(random.nextInt(1 + random.nextInt(100_000)))
                        .append(' ');
            default -> text.append(' ');
        }
    }

    /** Writes the text to a file, so that other programs can train on it: {@code LENGTH SEED FILE}. */
    public static void main(String[] arguments) throws IOException {
        String text = write(Integer.parseInt(arguments[0]), Long.parseLong(arguments[1]));
        Files.writeString(Path.of(arguments[2]), text, StandardCharsets.UTF_8);
    }
}
