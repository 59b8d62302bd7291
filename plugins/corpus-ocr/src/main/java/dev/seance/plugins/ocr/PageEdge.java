// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.ocr;

import java.util.ArrayList;
import java.util.List;

/**
 * The first or the last few pieces of a page, from its edge inwards. A page that has lines gives those of its outer two.
 *
 * @param tokens at most {@link #DEEPEST}
 * @param whole whether they are all that the page has
 */
record PageEdge(List<Token> tokens, boolean whole) {

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
     */
    record Token(String text, String letters, int start, int end) {

        static Token of(String page, int start, int end) {
            StringBuilder letters = new StringBuilder();
            for (int i = start; i < end; i++) {
                if (Letters.isLetter(page.charAt(i))) {
                    letters.append(Letters.fold(page.charAt(i)));
                }
            }
            return new Token(page.substring(start, end), letters.toString(), start, end);
        }

        /** The number that it is, in Arabic digits, punctuation aside; -1 when it is none of at most four digits. */
        int number() {
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

        /** Whether its letters are capitals, one strange one among four aside. */
        boolean inCapitals() {
            long capitals = text.chars().filter(Character::isUpperCase).count();
            return capitals > 0 && capitals * 4 >= letters.length() * 3L;
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
        return new PageEdge(tokens, page.substring(at).isBlank());
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
        return new PageEdge(tokens, page.substring(0, at).isBlank());
    }
}
