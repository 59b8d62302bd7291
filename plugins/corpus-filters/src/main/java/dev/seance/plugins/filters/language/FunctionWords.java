// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters.language;

import dev.seance.api.run.UserError;
import dev.seance.kit.text.LanguageCodes;
import dev.seance.kit.text.ListFile;
import dev.seance.plugins.filters.Resources;
import dev.seance.plugins.filters.WordHash;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The function words of some languages: of each word, a bit for every language that has it. Immutable. */
public final class FunctionWords {

    /** Longer words are no function words, and are not looked up. */
    public static final int LONGEST = 12;

    /** As many languages as a mask has bits. */
    private static final int MAX_LANGUAGES = 31;

    private final List<String> languages;
    private final long[] hashes;
    private final int[] masks;

    private FunctionWords(Map<String, List<String>> words) {
        this.languages = List.copyOf(words.keySet());
        int count = words.values().stream().mapToInt(List::size).sum();
        int size = Integer.highestOneBit(Math.max(16, count)) << 3;
        this.hashes = new long[size];
        this.masks = new int[size];
        int bit = 0;
        for (List<String> one : words.values()) {
            for (String word : one) {
                long hash = WordHash.of(word);
                int slot = slot(hash);
                hashes[slot] = hash;
                masks[slot] |= 1 << bit;
            }
            bit++;
        }
    }

    /** Those that come with the plugin, and those of a file, which stand before them where both have a language. */
    public static FunctionWords of(Optional<Path> file) {
        Map<String, List<String>> words = new LinkedHashMap<>();
        for (String line : Resources.lines(FunctionWords.class, "function-words.txt")) {
            read(line, words);
        }
        file.ifPresent(path -> readFile(path, words));
        return new FunctionWords(words);
    }

    private static void readFile(Path file, Map<String, List<String>> words) {
        for (ListFile.Line line : ListFile.read(file, "a file of function words")) {
            if (!read(line.text(), words)) {
                throw new UserError(
                        line.where() + ": '" + line.text().strip() + "' is no line of function words; write a"
                                + " language and its words, such as 'eo: la kaj de en al'");
            }
        }
        if (words.size() > MAX_LANGUAGES) {
            throw new UserError(file + ": with these there are " + words.size() + " languages, and at most "
                    + MAX_LANGUAGES + " can be told apart; remove some");
        }
    }

    private static boolean read(String line, Map<String, List<String>> words) {
        String[] parts = line.split(":", 2);
        String code = LanguageCodes.of(parts[0]);
        if (parts.length < 2 || code.isEmpty() || parts[1].isBlank()) {
            return false;
        }
        words.put(code, new ArrayList<>(List.of(parts[1].strip().split("\\s+"))));
        return true;
    }

    /** The codes of the languages, in the order of their bits. */
    public List<String> languages() {
        return languages;
    }

    /** The languages that have a word, a bit each. */
    public int mask(long hash) {
        return masks[slot(hash)];
    }

    /** The bit of a language, as an ISO 639-1 code; 0 where there are no words of it. */
    public int bit(String language) {
        int index = languages.indexOf(language);
        return index < 0 ? 0 : 1 << index;
    }

    private int slot(long hash) {
        int slot = (int) (hash ^ hash >>> 29) & hashes.length - 1;
        while (masks[slot] != 0 && hashes[slot] != hash) {
            slot = slot + 1 & hashes.length - 1;
        }
        return slot;
    }
}
