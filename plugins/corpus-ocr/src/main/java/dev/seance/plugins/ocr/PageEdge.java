// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.ocr;

import java.util.ArrayList;
import java.util.List;

/**
 * The first or the last few pieces of a page, from its edge inwards. A page that has lines gives those of its outer two.
 *
 * @param tokens at most {@link #DEEPEST}
 */
record PageEdge(List<Token> tokens) {

    static final int DEEPEST = 14;
    private static final int LINES = 2;

    PageEdge {
        tokens = List.copyOf(tokens);
    }

    /**
     * A run of anything but white space.
     *
     * @param text as the page has it
     * @param letters its letters, folded
     * @param start its first character's index in the page
     * @param end its last character's index and 1
     * @param number the number that it is, in Arabic digits, punctuation aside; -1 when it is none of at most four digits
     * @param inCapitals whether its letters are capitals, one strange one among four aside
     */
    record Token(String text, String letters, int start, int end, int number, boolean inCapitals) {

        static Token of(String page, int start, int end) {
            String text = page.substring(start, end);
            char[] letters = new char[text.length()];
            int count = 0;
            int capitals = 0;
            for (int i = 0; i < text.length(); i++) {
                char letter = Letters.letter(text.charAt(i));
                if (letter != 0) {
                    letters[count++] = letter;
                }
                capitals += Character.isUpperCase(text.charAt(i)) ? 1 : 0;
            }
            boolean inCapitals = capitals > 0 && capitals * 4 >= count * 3;
            return new Token(text, new String(letters, 0, count), start, end, number(text), inCapitals);
        }

        private static int number(String text) {
            int value = 0;
            int digits = 0;
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (Letters.isDigit(c)) {
                    value = 10 * value + c - '0';
                    digits++;
                } else if (Character.isLetter(c)) {
                    return -1;
                }
            }
            return digits == 0 || digits > 4 ? -1 : value;
        }

        /** Whether it could be what recognition made of a page number: short, with a digit, or a small Roman numeral. */
        boolean likeNumber() {
            if (text.length() > 6) {
                return false;
            }
            boolean digit = false;
            for (int i = 0; i < text.length(); i++) {
                digit |= Letters.isDigit(text.charAt(i));
            }
            return digit ? letters.length() <= 2 : isRoman();
        }

        private boolean isRoman() {
            return !letters.isEmpty()
                    && letters.length() > 1
                    && letters.chars().allMatch(c -> "ivxlc".indexOf(c) >= 0)
                    && Character.isLowerCase(text.charAt(0));
        }

        /** Whether it has no letter and no digit. */
        boolean isMark() {
            return letters.isEmpty() && text.chars().noneMatch(Character::isDigit);
        }

        boolean capitalised() {
            return text.chars().filter(Character::isLetter).limit(1).anyMatch(Character::isUpperCase);
        }
    }

    static PageEdge head(String page) {
        List<Token> tokens = new ArrayList<>();
        int at = 0;
        int lines = 0;
        while (at < page.length() && tokens.size() < DEEPEST && lines < LINES) {
            if (Character.isWhitespace(page.charAt(at))) {
                lines += page.charAt(at) == '\n' && !tokens.isEmpty() ? 1 : 0;
                at++;
                continue;
            }
            int end = at;
            while (end < page.length() && !Character.isWhitespace(page.charAt(end))) {
                end++;
            }
            tokens.add(Token.of(page, at, end));
            at = end;
        }
        return new PageEdge(tokens);
    }

    static PageEdge foot(String page) {
        List<Token> tokens = new ArrayList<>();
        int at = page.length();
        int lines = 0;
        while (at > 0 && tokens.size() < DEEPEST && lines < LINES) {
            if (Character.isWhitespace(page.charAt(at - 1))) {
                lines += page.charAt(at - 1) == '\n' && !tokens.isEmpty() ? 1 : 0;
                at--;
                continue;
            }
            int start = at;
            while (start > 0 && !Character.isWhitespace(page.charAt(start - 1))) {
                start--;
            }
            tokens.add(Token.of(page, start, at));
            at = start;
        }
        return new PageEdge(tokens);
    }
}
