// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters.language;

import dev.seance.plugins.filters.WordHash;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Counts the words of a document by language, a stretch of a hundred words at a time: a stretch is in the language whose
 * function words it has most of, if those are enough of it. Prose has three or four in ten words, through all but the
 * worst OCR; tables, lists of names and noise have too few, and are in no language. One document, one thread.
 */
final class LanguageCount {

    private static final int STRETCH = 100;

    /** Less than this of a stretch tells nothing: Latin, which has no articles, has about twice as many. */
    private static final double LEAST = 0.1;

    /** A shorter end of a document tells nothing, and is not counted. */
    private static final int SHORTEST = 20;

    private final FunctionWords words;
    private final int[] hits;
    private final long[] counts;
    private int stretch;
    private long all;

    LanguageCount(FunctionWords words) {
        this.words = words;
        this.hits = new int[words.languages().size()];
        this.counts = new long[words.languages().size()];
    }

    /** Reads on. */
    void read(String text) {
        WordHash.visit(text, (hash, start, end) -> {
            // A letter by itself is an initial as often as a word.
            boolean looked = end - start > 1 && end - start <= FunctionWords.LONGEST;
            word(looked ? words.mask(hash) : 0);
        });
    }

    private void word(int mask) {
        for (int rest = mask; rest != 0; rest &= rest - 1) {
            hits[Integer.numberOfTrailingZeros(rest)]++;
        }
        if (++stretch == STRETCH) {
            finishStretch();
        }
    }

    private void finishStretch() {
        int best = 0;
        for (int i = 1; i < hits.length; i++) {
            best = hits[i] > hits[best] ? i : best;
        }
        if (hits[best] >= LEAST * stretch) {
            counts[best] += stretch;
        }
        all += stretch;
        stretch = 0;
        Arrays.fill(hits, 0);
    }

    /** What was counted; nothing can be read afterwards. */
    Shares finish() {
        if (stretch >= SHORTEST || all == 0 && stretch > 0) {
            finishStretch();
        }
        Map<String, Long> found = new TreeMap<>();
        List<String> languages = words.languages();
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0) {
                found.put(languages.get(i), counts[i]);
            }
        }
        return new Shares(found);
    }

    /**
     * Words by language.
     *
     * @param words how many words are in each language, of those whose language can be told
     */
    record Shares(Map<String, Long> words) {

        long total() {
            return words.values().stream().mapToLong(Long::longValue).sum();
        }

        /** The fraction of the words that are in these languages. */
        double share(List<String> languages) {
            long of = languages.stream()
                    .mapToLong(language -> words.getOrDefault(language, 0L))
                    .sum();
            return (double) of / total();
        }

        /** The language of most words, the first by its code of equally many. */
        Optional<Map.Entry<String, Long>> most() {
            return words.entrySet().stream()
                    .max(Map.Entry.<String, Long>comparingByValue()
                            .thenComparing(Map.Entry.<String, Long>comparingByKey(Comparator.reverseOrder())));
        }
    }
}
