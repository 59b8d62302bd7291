// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.ocr;

import dev.seance.plugins.ocr.PageEdge.Token;
import java.util.List;

/**
 * Finds signature marks: the letter at the foot of a sheet's first page by which a binder put the sheets in order, alone or
 * with a number for the leaves after it ("B", "B 2"), sometimes with the volume before it ("VOL. I. B"). A letter at a
 * page's end is one when other pages end in letters that go on with the alphabet as the sheets do.
 */
final class Signatures {

    /** Printers used the 23 letters of the Latin alphabet. */
    private static final String ALPHABET = "abcdefghiklmnopqrstuxyz";

    /** The pages of a sheet. */
    private static final int[] SHEETS = {8, 12, 16, 24, 32};

    private static final int FARTHEST = 6;
    private static final int MIN_VOTES = 2;

    private final List<PageEdge> feet;

    Signatures(List<PageEdge> feet) {
        this.feet = feet;
    }

    /** How many pieces at the foot of a page are a signature. */
    int length(int page) {
        int length = markLength(page);
        if (length == 0 || !goesOn(page)) {
            return 0;
        }
        List<Token> tokens = feet.get(page).tokens();
        boolean volume = length + 1 < tokens.size()
                && tokens.get(length + 1).letters().equals("vol")
                && tokens.get(length).letters().chars().allMatch(c -> "ivxl".indexOf(c) >= 0);
        return volume ? length + 2 : length;
    }

    private boolean goesOn(int page) {
        int letter = letter(page);
        for (int sheet : SHEETS) {
            int votes = 0;
            for (int sheets = -FARTHEST; sheets <= FARTHEST; sheets++) {
                int other = page + sheets * sheet;
                if (sheets != 0 && other >= 0 && other < feet.size() && markLength(other) > 0) {
                    int there = letter(other);
                    votes += Math.floorMod(letter + sheets, ALPHABET.length()) == there ? 1 : 0;
                }
            }
            if (votes >= MIN_VOTES) {
                return true;
            }
        }
        return false;
    }

    /** One piece, "B" or "B2", or two, "B 2"; 0 where there is no such mark. */
    private int markLength(int page) {
        List<Token> tokens = feet.get(page).tokens();
        if (tokens.isEmpty()) {
            return 0;
        }
        if (isLetter(tokens.get(0))) {
            return 1;
        }
        boolean numbered = tokens.get(0).number() > 0 && tokens.get(0).number() < 10;
        return numbered && tokens.size() > 1 && isLetter(tokens.get(1)) ? 2 : 0;
    }

    private int letter(int page) {
        List<Token> tokens = feet.get(page).tokens();
        return ALPHABET.indexOf(tokens.get(markLength(page) - 1).letters());
    }

    private static boolean isLetter(Token token) {
        return token.letters().length() == 1
                && token.text().length() <= 2
                && ALPHABET.contains(token.letters())
                && Character.isLetter(token.text().charAt(0));
    }
}
