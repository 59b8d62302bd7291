// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters.anachronisms;

import dev.seance.plugins.filters.Letters;

/**
 * One spelling of a term. A capital in it stands for a capital, a small letter for either, a blank for white space within
 * a paragraph or a hyphen, a straight apostrophe for a curly one too, and anything else for itself.
 */
final class Form {

    private final Term term;
    private final String pattern;
    private final boolean single;
    private final boolean acronym;

    Form(Term term, String pattern) {
        this.term = term;
        this.pattern = pattern;
        this.single = pattern.chars().allMatch(c -> Letters.isWord((char) c));
        this.acronym = pattern.chars().filter(Character::isUpperCase).count() > 1
                && pattern.chars().noneMatch(Character::isLowerCase);
    }

    Term term() {
        return term;
    }

    int length() {
        return pattern.length();
    }

    /** The hash of its first word. */
    long hash() {
        return TermIndex.hash(pattern, 0, Letters.end(pattern, 0));
    }

    /** Where it ends in a text if it begins there, at the beginning of a word; -1 if it does not. */
    int end(String text, int start) {
        int at = start;
        for (int i = 0; i < pattern.length(); i++) {
            char wanted = pattern.charAt(i);
            int next =
                    wanted == ' ' ? gap(text, at) : at < text.length() && same(wanted, text.charAt(at)) ? at + 1 : -1;
            if (next < 0) {
                return -1;
            }
            at = next;
        }
        return Letters.wordAt(text, at) || !counts(text, start, at) ? -1 : at;
    }

    private static boolean same(char wanted, char found) {
        return wanted == found
                || wanted == '\'' && found == '\u2019'
                || !Character.isUpperCase(wanted) && wanted == Letters.lower(found);
    }

    /** Behind a hyphen or white space of at most one line end; -1 where there is neither. */
    private static int gap(String text, int from) {
        if (from < text.length() && Letters.isHyphen(text.charAt(from))) {
            return from + 1;
        }
        int lineEnds = 0;
        int at = from;
        for (; at < text.length() && Letters.isBlank(text.charAt(at)); at++) {
            lineEnds += text.charAt(at) == '\n' ? 1 : 0;
        }
        return at > from && lineEnds <= 1 ? at : -1;
    }

    /**
     * What a line's end cut off ({@code Nazi-} of Nazianzen) is no word. Half of a compound ({@code radio-ulnar}) is none
     * with other senses than its own. Capitals among capitals are a heading ({@code AIDS TO FAITH}) or an inscription,
     * not an abbreviation.
     */
    private boolean counts(String text, int start, int end) {
        if (isBroken(text, end)) {
            return false;
        }
        if (single && term.evidence() == Evidence.CONTEXT && (hyphenBefore(text, start) || hyphenAfter(text, end))) {
            return false;
        }
        return !acronym || !capitalsBefore(text, start) && !capitalsAfter(text, end);
    }

    private static boolean isBroken(String text, int end) {
        return end < text.length()
                && (text.charAt(end) == '-' || text.charAt(end) == '\u00AD' || text.charAt(end) == '\u00AC')
                && (end + 1 == text.length() || Letters.isBlank(text.charAt(end + 1)));
    }

    private static boolean hyphenBefore(String text, int start) {
        return start > 1 && Letters.isHyphen(text.charAt(start - 1)) && Character.isLetter(text.charAt(start - 2));
    }

    private static boolean hyphenAfter(String text, int end) {
        return end + 1 < text.length()
                && Letters.isHyphen(text.charAt(end))
                && Character.isLetter(text.charAt(end + 1));
    }

    private static boolean capitalsBefore(String text, int start) {
        int end = Letters.skipBlanksBack(text, start);
        return end < start && capitals(text, Letters.start(text, end), end);
    }

    private static boolean capitalsAfter(String text, int end) {
        int start = Letters.skipBlanks(text, end);
        return start > end && capitals(text, start, Letters.end(text, start));
    }

    private static boolean capitals(String text, int start, int end) {
        for (int i = start; i < end; i++) {
            if (!Character.isUpperCase(text.charAt(i))) {
                return false;
            }
        }
        return end - start > 1;
    }
}
