// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters.specials;

import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Finds the spellings of special tokens: all of the form {@code <|...|>}, also with the wide bars that some models use,
 * and given ones. Immutable.
 */
final class SpecialTokens {

    private static final int LONGEST_NAME = 64;

    private final List<String> spellings;

    SpecialTokens(List<String> spellings) {
        this.spellings = spellings.stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    /** The text without any; what was on either side of one makes no new one. */
    String strip(String text, Set<Kind> found) {
        String before = text;
        String after = once(text, found);
        // A blank stands for each, so that only a spelling with blanks can come of it, and each turn is shorter.
        while (!after.equals(before)) {
            before = after;
            after = once(before, found);
        }
        return after;
    }

    private String once(String text, Set<Kind> found) {
        Cleaner cleaner = new Cleaner(text, found);
        int at = 0;
        while (at < text.length()) {
            int end = end(text, at);
            if (end > at) {
                cleaner.replaceByBlank(at, end, Kind.TOKENS);
                at = end;
            } else {
                at++;
            }
        }
        return cleaner.text();
    }

    /** Where the special token that begins there ends; -1 if there is none. */
    private int end(String text, int start) {
        for (String spelling : spellings) {
            if (text.startsWith(spelling, start)) {
                return start + spelling.length();
            }
        }
        return text.charAt(start) == '<' ? endOfForm(text, start) : -1;
    }

    private static int endOfForm(String text, int start) {
        int name = start + 2;
        if (name > text.length() || !isBar(text.charAt(start + 1))) {
            return -1;
        }
        int end = name;
        while (end < text.length() && end - name < LONGEST_NAME && isOfName(text.charAt(end))) {
            end++;
        }
        boolean closed =
                end > name && end + 1 < text.length() && isBar(text.charAt(end)) && text.charAt(end + 1) == '>';
        return closed ? end + 2 : -1;
    }

    private static boolean isBar(char c) {
        return c == '|' || c == '\uFF5C';
    }

    private static boolean isOfName(char c) {
        return !isBar(c) && c != '<' && c != '>' && !Character.isWhitespace(c);
    }
}
