// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters.anachronisms;

import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/** What the scan of a document found. Not thread-safe. */
final class Findings {

    private final Map<Term, Integer> terms = new TreeMap<>(
            Comparator.comparing(Term::text).thenComparing(Term::evidence).thenComparing(Term::year));
    private final Map<Integer, Integer> laterYears = new TreeMap<>();
    private long words;
    private int years;

    void addWords(long count) {
        words += count;
    }

    void addTerm(Term term) {
        terms.merge(term, 1, Integer::sum);
    }

    /** Counts a year; one after the era's last is kept by its value. */
    void addYear(int year, int to) {
        years++;
        if (year > to) {
            laterYears.merge(year, 1, Integer::sum);
        }
    }

    long words() {
        return words;
    }

    /** Terms of a later time, and how often each was found. */
    Map<Term, Integer> terms() {
        return terms;
    }

    /** How often terms of that kind were found. */
    long count(Evidence evidence) {
        return terms.entrySet().stream()
                .filter(entry -> entry.getKey().evidence() == evidence)
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    long countLaterYears() {
        return laterYears.values().stream().mapToLong(Integer::longValue).sum();
    }

    /** Years after the era, and how often each was named. */
    Map<Integer, Integer> laterYears() {
        return laterYears;
    }

    /** How often any year was named. */
    int years() {
        return years;
    }
}
