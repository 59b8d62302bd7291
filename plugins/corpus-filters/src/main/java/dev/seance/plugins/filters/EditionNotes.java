// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds what catalogues and title pages say of later editions: "new edition", "3rd ed.", "zweite Auflage". The phrases are
 * in {@code edition-notes.txt}, for all languages together, because a catalogue has one language for books of many.
 */
final class EditionNotes {

    /** In the table: a number in words. */
    private static final String ORDINALS = "#";

    /** In a phrase: any number above one. */
    private static final String NUMBER = "#";

    private static final Table TABLE = Table.read();

    private EditionNotes() {}

    /** The first phrase in a text that speaks of a later edition, in lower case. */
    static Optional<String> find(String text) {
        String[] words = text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+");
        for (int at = 0; at < words.length; at++) {
            for (String[] phrase : TABLE.phrases()) {
                if (isAt(phrase, words, at)) {
                    return Optional.of(String.join(" ", List.of(words).subList(at, at + phrase.length)));
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isAt(String[] phrase, String[] words, int at) {
        if (at + phrase.length > words.length) {
            return false;
        }
        for (int i = 0; i < phrase.length; i++) {
            String word = words[at + i];
            if (!(phrase[i].equals(NUMBER) ? isNumber(word) : phrase[i].equals(word))) {
                return false;
            }
        }
        return true;
    }

    /** {@code second}, {@code 2nd}, {@code 2}; no year. */
    private static boolean isNumber(String word) {
        return TABLE.ordinals().contains(word) || word.matches("([2-9]|[1-9]\\d)\\p{L}{0,3}");
    }

    /** The phrases, word by word, and the numbers in words. */
    private record Table(List<String[]> phrases, Set<String> ordinals) {

        static Table read() {
            try (InputStream in = EditionNotes.class.getResourceAsStream("edition-notes.txt");
                    BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
                List<String> lines = reader.lines()
                        .filter(line -> !line.isBlank() && !line.startsWith("//"))
                        .toList();
                List<String[]> phrases = new ArrayList<>();
                lines.stream()
                        .filter(line -> !line.startsWith(ORDINALS + ":"))
                        .forEach(line -> phrases.add(line.strip().split("\\s+")));
                Set<String> ordinals = lines.stream()
                        .filter(line -> line.startsWith(ORDINALS + ":"))
                        .flatMap(line -> List.of(line.substring(2).strip().split("\\s+")).stream())
                        .collect(Collectors.toUnmodifiableSet());
                return new Table(List.copyOf(phrases), ordinals);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
