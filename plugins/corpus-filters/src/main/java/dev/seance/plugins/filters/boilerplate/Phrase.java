// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters.boilerplate;

import dev.seance.plugins.filters.Letters;
import dev.seance.plugins.filters.WordHash;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Words that libraries and digitisers put into books.
 *
 * @param kind what is cut where they stand
 * @param words the words in small letters; {@value #NUMBER} is any number and {@value #ANY} any word, but not the first
 */
record Phrase(Kind kind, List<String> words) {

    static final String NUMBER = "#";
    static final String ANY = "*";

    /** One letter in so many may be misread. */
    private static final int MISREAD = 5;

    /** What is cut. */
    enum Kind {
        STAMP,
        MARK,
        NOTICE,
        START,
        END
    }

    Phrase {
        words = List.copyOf(words);
    }

    /** The phrase of a line; empty when it is of another form. */
    static Optional<Phrase> parse(String line) {
        String[] parts = line.split("\t", 2);
        List<String> words = parts.length == 2 ? words(parts[1]) : List.of();
        if (words.isEmpty() || words.get(0).equals(NUMBER) || words.get(0).equals(ANY)) {
            return Optional.empty();
        }
        for (Kind kind : Kind.values()) {
            if (kind.name().toLowerCase(Locale.ROOT).equals(parts[0].strip())) {
                return Optional.of(new Phrase(kind, words));
            }
        }
        return Optional.empty();
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        for (String piece : text.strip().split("\\s+")) {
            if (piece.equals(NUMBER) || piece.equals(ANY)) {
                words.add(piece);
                continue;
            }
            for (String word : piece.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+")) {
                if (!word.isEmpty()) {
                    words.add(word);
                }
            }
        }
        return words;
    }

    long firstHash() {
        return WordHash.of(words.get(0));
    }

    /** Where the phrase ends if it begins with the word there; -1 if it does not. */
    int endAt(String text, int start) {
        int at = start;
        int end = -1;
        for (String word : words) {
            while (at < text.length() && !Letters.isWord(text.charAt(at))) {
                at++;
            }
            end = Letters.end(text, at);
            if (end == at || !matches(word, text, at, end)) {
                return -1;
            }
            at = end;
        }
        return end;
    }

    private static boolean matches(String word, String text, int start, int end) {
        if (word.equals(ANY)) {
            return true;
        }
        if (word.equals(NUMBER)) {
            return Letters.isDigit(text.charAt(start)) && Letters.isDigit(text.charAt(end - 1));
        }
        return word.length() == end - start && text.regionMatches(true, start, word, 0, word.length());
    }

    /** Whether these words, in capitals and perhaps misread in a letter each, are the phrase. */
    boolean isStampOf(String text, List<Span> spans) {
        if (spans.size() != words.size()) {
            return false;
        }
        for (int i = 0; i < words.size(); i++) {
            Span span = spans.get(i);
            if (!span.inCapitals(text) || !alike(words.get(i), text, span)) {
                return false;
            }
        }
        return true;
    }

    /** Whether a word is read with at most one letter in five wrong. */
    private static boolean alike(String word, String text, Span span) {
        if (word.length() != span.end() - span.start()) {
            return false;
        }
        int wrong = 0;
        for (int i = 0; i < word.length(); i++) {
            wrong += Letters.lower(text.charAt(span.start() + i)) == word.charAt(i) ? 0 : 1;
        }
        return MISREAD * wrong <= word.length();
    }

    /** A word of a text. */
    record Span(int start, int end) {

        /** Whether it is in capitals, but for what was misread as a small letter. */
        boolean inCapitals(String text) {
            int small = 0;
            for (int i = start; i < end; i++) {
                small += Character.isLowerCase(text.charAt(i)) ? 1 : 0;
            }
            return MISREAD * small <= end - start;
        }

        boolean isNumber(String text) {
            return Letters.isDigit(text.charAt(start));
        }
    }
}
