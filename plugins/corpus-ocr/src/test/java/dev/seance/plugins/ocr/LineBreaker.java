// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.ocr;

import java.util.Random;

/**
 * Sets a clean text in lines as a printer did and takes them away again as a scan does: words at line ends are broken
 * between syllables, and the line's end becomes a blank, with the hyphen or without. Blanks between other words stay.
 */
final class LineBreaker {

    private static final String VOWELS = "aeiouy";
    private static final String PAIRS = "th ch sh ph wh ck gh ng qu bl br cl cr dr fl fr gl gr pl pr sl sp st tr tw";

    private final Random random;
    private final String hyphen;
    private final double share;
    private final StringBuilder broken = new StringBuilder();
    private int breaks;

    /**
     * @param hyphen what is left at the end of a line within a word: "-" or ""
     * @param share of the lines that could end in a broken word, how many do
     */
    LineBreaker(long seed, String hyphen, double share) {
        this.random = new Random(seed);
        this.hyphen = hyphen;
        this.share = share;
    }

    int breaks() {
        return breaks;
    }

    String broken(String text) {
        int width = 50 + random.nextInt(16);
        int column = 0;
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (Character.isWhitespace(c)) {
                column = c == '\n' ? 0 : column + 1;
                broken.append(c);
                at++;
                continue;
            }
            int end = at;
            while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
                end++;
            }
            if (column + end - at > width) {
                int place = place(text, at, end, width - column - 1);
                if (place > 0 && random.nextDouble() < share) {
                    broken.append(text, at, place).append(hyphen).append(' ').append(text, place, end);
                    column = end - place;
                    breaks++;
                } else {
                    broken.append(text, at, end);
                    column = end - at;
                }
            } else {
                broken.append(text, at, end);
                column += end - at;
            }
            at = end;
        }
        return broken.toString();
    }

    /** The last place between two syllables at which so many letters remain on the line, or -1. */
    private static int place(String text, int from, int to, int room) {
        int start = from;
        while (start < to && !isAscii(text.charAt(start))) {
            start++;
        }
        int end = start;
        while (end < to && isAscii(text.charAt(end))) {
            end++;
        }
        // What is joined to another word by a hyphen or an apostrophe is left whole.
        if (end < to && Character.isLetter(text.charAt(end))
                || end + 1 < to && Character.isLetter(text.charAt(end + 1))) {
            return -1;
        }
        for (int place = Math.min(end - 2, from + room); place >= start + 2; place--) {
            if (betweenSyllables(text, start, place, end)) {
                return place;
            }
        }
        return -1;
    }

    private static boolean betweenSyllables(String text, int start, int place, int end) {
        boolean vowelBefore = false;
        for (int i = start; i < place; i++) {
            vowelBefore |= isVowel(text.charAt(i));
        }
        boolean vowelBehind = false;
        for (int i = place; i < end; i++) {
            vowelBehind |= isVowel(text.charAt(i)) && (i < end - 1 || text.charAt(i) != 'e');
        }
        char before = text.charAt(place - 1);
        char behind = text.charAt(place);
        boolean pair = PAIRS.contains((before + "" + behind).toLowerCase());
        boolean openSyllable = isVowel(before) && !isVowel(behind) && isVowel(text.charAt(place + 1));
        boolean closedSyllable = !isVowel(before) && !isVowel(behind) && !pair;
        return vowelBefore && vowelBehind && (openSyllable || closedSyllable);
    }

    private static boolean isAscii(char c) {
        return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
    }

    private static boolean isVowel(char c) {
        return VOWELS.indexOf(Character.toLowerCase(c)) >= 0;
    }
}
