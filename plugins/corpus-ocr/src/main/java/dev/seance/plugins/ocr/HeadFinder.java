// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.ocr;

import dev.seance.plugins.ocr.PageEdge.Token;
import java.util.List;

/**
 * Finds the words that neighbouring pages begin with, or end with, alike: running heads and feet. Recognition reads them a
 * little differently from page to page, left and right pages may have different ones, and a chapter's is that of its pages
 * alone, so each page is compared with those around it.
 *
 * <p>What a sentence begins with may stand on two neighbouring pages too. So a head is made of words with capitals, and
 * either most of its letters are capitals, or a page number stands beside it, or many neighbours have it.
 */
final class HeadFinder {

    private static final int NEIGHBOURS = 6;
    private static final int FEW = 2;
    private static final int MANY = 4;
    private static final int MIN_LETTERS = 4;

    /** Where one neighbour in so many has a longer head than others, it is none; by the case of its last word. */
    private static final int CAPITALS_FEWER = 4;

    private static final int SMALL_FEWER = 2;

    /** More words alike are no head, but a page that was scanned twice. */
    private static final int LONGEST = 10;

    private final List<PageEdge> edges;
    private final PageNumbers numbers;

    /** Where the words of each page's edge begin. */
    private final int[] firstWords;

    HeadFinder(List<PageEdge> edges, PageNumbers numbers) {
        this.edges = edges;
        this.numbers = numbers;
        this.firstWords =
                edges.stream().mapToInt(edge -> firstWord(edge.tokens())).toArray();
    }

    /** How many pieces at the edge of a page are no part of its text. */
    int length(int page) {
        List<Token> tokens = edges.get(page).tokens();
        int first = firstWords[page];
        int words = Math.max(words(page, first), numberedCapitals(page, tokens, first));
        int end = first + words;
        if (words == 0) {
            end = numberAlone(page, tokens);
        } else {
            // The number may stand on either side, but not on both.
            boolean before = first > 0;
            while (end < tokens.size()
                    && (tokens.get(end).isMark() && end + 1 < tokens.size() && isNumber(page, tokens.get(end + 1))
                            || isNumber(page, tokens.get(end))
                            || !before
                                    && tokens.get(end).likeNumber()
                                    && tokens.get(end).number() >= 0)) {
                before = true;
                end++;
            }
        }
        return end;
    }

    private boolean isNumber(int page, Token token) {
        return numbers.isNumber(page, token);
    }

    /**
     * How many words in capitals stand beside the page's number: a head that recognition read so badly, or that stands on
     * so few pages, that no neighbour has it.
     */
    private int numberedCapitals(int page, List<Token> tokens, int first) {
        for (int end = Math.min(tokens.size(), first + LONGEST) - 1; end > first; end--) {
            if (isNumber(page, tokens.get(end)) && mostlyCapitals(tokens.subList(first, end))) {
                return end - first;
            }
        }
        if (first == 0 || !isNumber(page, tokens.get(first - 1))) {
            return 0;
        }
        int end = first;
        while (end < tokens.size()
                && (tokens.get(end).inCapitals() || tokens.get(end).isMark())) {
            end++;
        }
        // The text may begin with a mark, or with a word that is a capital letter.
        while (end > first && tokens.get(end - 1).letters().length() < 2) {
            end--;
        }
        return end > first && mostlyCapitals(tokens.subList(first, end)) ? end - first : 0;
    }

    private static boolean mostlyCapitals(List<Token> tokens) {
        int letters = 0;
        int inCapitals = 0;
        for (Token token : tokens) {
            letters += token.letters().length();
            inCapitals += token.inCapitals() ? token.letters().length() : 0;
        }
        return letters >= MIN_LETTERS && inCapitals * 5 >= letters * 3;
    }

    private int numberAlone(int page, List<Token> tokens) {
        if (!tokens.isEmpty() && isNumber(page, tokens.get(0))) {
            return 1;
        }
        boolean marked = tokens.size() > 1 && tokens.get(0).isMark() && isNumber(page, tokens.get(1));
        return marked ? 2 : 0;
    }

    /** Where the words begin, after a number and marks. */
    private static int firstWord(List<Token> tokens) {
        int first = 0;
        while (first < tokens.size()
                && first < 3
                && (tokens.get(first).isMark() || tokens.get(first).likeNumber())) {
            first++;
        }
        return first;
    }

    /** How many pieces from the first word on are a head. */
    private int words(int page, int first) {
        List<Token> tokens = edges.get(page).tokens();
        int[] alike = new int[2 * NEIGHBOURS];
        int compared = 0;
        for (int other = Math.max(0, page - NEIGHBOURS);
                other <= Math.min(edges.size() - 1, page + NEIGHBOURS);
                other++) {
            if (other != page) {
                List<Token> others = edges.get(other).tokens();
                int count = alike(tokens, first, others, firstWords[other]);
                if (count < LONGEST) {
                    alike[compared++] = count;
                }
            }
        }
        // A page that was not compared has 0 words alike, which no head has.
        for (int words = Math.min(LONGEST, tokens.size() - first); words > 0; words--) {
            int neighbours = atLeast(words, alike);
            if (neighbours >= FEW
                    && isHead(page, tokens, first, words, neighbours)
                    && !endsEarlier(page, tokens, first, words, alike)) {
                return words;
            }
        }
        return 0;
    }

    private static int atLeast(int words, int[] alike) {
        int pages = 0;
        for (int count : alike) {
            pages += count >= words ? 1 : 0;
        }
        return pages;
    }

    /**
     * Whether a head has fewer words than that, and what follows it begins alike on some pages by chance: far more
     * neighbours have the shorter head, the surer of it where the last word is in small letters.
     */
    private boolean endsEarlier(int page, List<Token> tokens, int first, int words, int[] alike) {
        int times = tokens.get(first + words - 1).capitalised() ? CAPITALS_FEWER : SMALL_FEWER;
        int neighbours = atLeast(words, alike);
        for (int shorter = 1; shorter < words; shorter++) {
            int others = atLeast(shorter, alike);
            if (times * neighbours <= others && isHead(page, tokens, first, shorter, others)) {
                return true;
            }
        }
        return false;
    }

    private boolean isHead(int page, List<Token> tokens, int first, int words, int neighbours) {
        int letters = 0;
        int inCapitals = 0;
        boolean capitalised = true;
        for (Token token : tokens.subList(first, first + words)) {
            letters += token.letters().length();
            inCapitals += token.inCapitals() ? token.letters().length() : 0;
            capitalised &= token.letters().length() < MIN_LETTERS || token.capitalised();
        }
        Token last = tokens.get(first + words - 1);
        boolean numbered = first > 0 && isNumber(page, tokens.get(first - 1))
                || first + words < tokens.size() && isNumber(page, tokens.get(first + words));
        if (letters < MIN_LETTERS || last.isMark()) {
            return false;
        }
        if (numbered && words > 1) {
            return true;
        }
        if (inCapitals * 4 >= letters * 3) {
            return last.inCapitals() || neighbours >= MANY;
        }
        return capitalised && (numbered || neighbours >= MANY && words > 1);
    }

    /** How many pieces two pages have alike. */
    private static int alike(List<Token> one, int from, List<Token> other, int otherFrom) {
        int count = 0;
        while (from + count < one.size()
                && otherFrom + count < other.size()
                && alike(
                        one.get(from + count).letters(),
                        other.get(otherFrom + count).letters())) {
            count++;
        }
        return count;
    }

    /** Whether two words are the same but for one letter in four. */
    static boolean alike(String one, String other) {
        if (one.equals(other)) {
            return !one.isEmpty();
        }
        int longer = Math.max(one.length(), other.length());
        int allowed = longer / 4;
        if (allowed == 0 || Math.abs(one.length() - other.length()) > allowed) {
            return false;
        }
        return distance(one, other) <= allowed;
    }

    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int above = row[j];
                int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, 1 + Math.min(above, row[j - 1]));
                diagonal = above;
            }
        }
        return row[other.length()];
    }
}
