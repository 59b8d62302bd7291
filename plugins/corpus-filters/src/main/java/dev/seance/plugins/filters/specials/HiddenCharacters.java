// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters.specials;

import java.util.Set;

/**
 * Finds characters that no book was printed with: control characters, those without width, and those that mean what
 * somebody's font says. Tabs and line ends stay, as do soft hyphens, which say where a word was broken, and replacement
 * characters, which say how good the text is.
 */
final class HiddenCharacters {

    private static final char NUL = 0;
    private static final char SOFT_HYPHEN = '\u00AD';
    private static final char NON_JOINER = '\u200C';
    private static final char JOINER = '\u200D';
    private static final char GRAPHEME_JOINER = '\u034F';
    private static final char OBJECT = '\uFFFC';
    private static final String LINE_ENDS = "\r\u000B\f\u0085\u2028\u2029";

    /** The first letter of the scripts that are written with joiners. */
    private static final int JOINED_SCRIPTS = 0x0590;

    private HiddenCharacters() {}

    /** The text without any. */
    static String strip(String text, Set<Kind> found) {
        Cleaner cleaner = new Cleaner(text, found);
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c >= ' ' && c < '\u007F' || c == '\n' || c == '\t') {
                at++;
                continue;
            }
            int code = text.codePointAt(at);
            int end = at + Character.charCount(code);
            if (LINE_ENDS.indexOf(code) >= 0) {
                lineEnd(cleaner, text, at, end);
            } else {
                character(cleaner, text, at, end, code);
            }
            at = end;
        }
        return cleaner.text();
    }

    private static void lineEnd(Cleaner cleaner, String text, int at, int end) {
        if (text.charAt(at) == '\r' && end < text.length() && text.charAt(end) == '\n') {
            cleaner.remove(at, end, Kind.CONTROL);
        } else {
            cleaner.replaceByLineEnd(at, end, Kind.CONTROL);
        }
    }

    private static void character(Cleaner cleaner, String text, int at, int end, int code) {
        switch (Character.getType(code)) {
            case Character.CONTROL -> {
                // A NUL in a word is half of a character that was read with the wrong encoding.
                if (code == NUL) {
                    cleaner.remove(at, end, Kind.CONTROL);
                } else {
                    cleaner.replaceByBlank(at, end, Kind.CONTROL);
                }
            }
            case Character.FORMAT -> {
                if (code != SOFT_HYPHEN && !joins(text, at, code)) {
                    cleaner.remove(at, end, Kind.ZERO_WIDTH);
                }
            }
            case Character.PRIVATE_USE -> cleaner.replaceByBlank(at, end, Kind.PRIVATE_USE);
            case Character.SURROGATE -> cleaner.replaceByBlank(at, end, Kind.CONTROL);
            default -> {
                if (code == GRAPHEME_JOINER) {
                    cleaner.remove(at, end, Kind.ZERO_WIDTH);
                } else if (code == OBJECT || isNoCharacter(code)) {
                    cleaner.replaceByBlank(at, end, Kind.CONTROL);
                }
            }
        }
    }

    /** In Persian, Hindi and others joiners are part of the spelling. */
    private static boolean joins(String text, int at, int code) {
        if (code != JOINER && code != NON_JOINER || at == 0) {
            return false;
        }
        int before = text.codePointBefore(at);
        return before >= JOINED_SCRIPTS && (Character.isLetter(before) || isMark(before));
    }

    private static boolean isMark(int code) {
        int type = Character.getType(code);
        return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    }

    private static boolean isNoCharacter(int code) {
        return (code & 0xFFFE) == 0xFFFE || code >= 0xFDD0 && code <= 0xFDEF;
    }
}
