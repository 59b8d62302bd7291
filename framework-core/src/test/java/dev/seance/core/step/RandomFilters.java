// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.step;

import dev.seance.api.corpus.CorpusFilter;
import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.DocumentFilter;
import dev.seance.api.corpus.Survey;
import dev.seance.api.corpus.SurveyFilter;
import dev.seance.api.corpus.Verdict;
import dev.seance.core.step.StepResources.NamedFilter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Random;

/** Small filters that keep, change and drop; two of them survey the corpus first. */
final class RandomFilters {

    private RandomFilters() {}

    static List<NamedFilter> some(long seed) {
        Random random = new Random(seed);
        List<NamedFilter> filters = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            filters.add(filter(random.nextInt(4), filters.size()));
        }
        return filters;
    }

    private static NamedFilter filter(int which, int place) {
        CorpusFilter filter =
                switch (which) {
                    case 0 -> new Shortest(4);
                    case 1 -> new Without('f');
                    case 2 -> new Duplicates();
                    default -> new Commonest();
                };
        return Corpora.filter(filter.getClass().getSimpleName() + "-" + place, filter);
    }

    /** Drops what has fewer words. */
    record Shortest(int words) implements DocumentFilter {

        @Override
        public Verdict judge(Document document) {
            return document.words() < words
                    ? Verdict.dropped("too short", document.words() + " words")
                    : Verdict.kept();
        }
    }

    /** Takes a letter out. */
    record Without(char letter) implements DocumentFilter {

        @Override
        public Verdict judge(Document document) {
            String text = document.text().replace(String.valueOf(letter), "");
            return text.equals(document.text())
                    ? Verdict.kept()
                    : Verdict.changed(document.withText(text), "took letters out");
        }
    }

    /** Drops what begins as another document does whose id is lower. */
    record Duplicates() implements SurveyFilter<HashMap<String, String>>, Survey<HashMap<String, String>> {

        private static String key(Document document) {
            return document.text().substring(0, Math.min(3, document.text().length()));
        }

        @Override
        public Survey<HashMap<String, String>> survey() {
            return this;
        }

        @Override
        public HashMap<String, String> empty() {
            return new HashMap<>();
        }

        @Override
        public HashMap<String, String> fold(HashMap<String, String> summary, Document document) {
            summary.merge(key(document), document.id(), (one, other) -> one.compareTo(other) < 0 ? one : other);
            return summary;
        }

        @Override
        public HashMap<String, String> merge(HashMap<String, String> one, HashMap<String, String> other) {
            other.forEach((key, id) -> one.merge(key, id, (left, right) -> left.compareTo(right) < 0 ? left : right));
            return one;
        }

        @Override
        public Verdict judge(Document document, HashMap<String, String> summary) {
            String first = summary.get(key(document));
            return first.equals(document.id()) ? Verdict.kept() : Verdict.dropped("duplicate", "begins as " + first);
        }
    }

    /** Takes the commonest character out, as all the documents it was shown have it. */
    record Commonest() implements SurveyFilter<HashMap<Integer, Long>>, Survey<HashMap<Integer, Long>> {

        @Override
        public boolean early() {
            return true;
        }

        @Override
        public Survey<HashMap<Integer, Long>> survey() {
            return this;
        }

        @Override
        public HashMap<Integer, Long> empty() {
            return new HashMap<>();
        }

        @Override
        public HashMap<Integer, Long> fold(HashMap<Integer, Long> summary, Document document) {
            document.text().chars().forEach(letter -> summary.merge(letter, 1L, Long::sum));
            return summary;
        }

        @Override
        public HashMap<Integer, Long> merge(HashMap<Integer, Long> one, HashMap<Integer, Long> other) {
            other.forEach((letter, count) -> one.merge(letter, count, Long::sum));
            return one;
        }

        @Override
        public Verdict judge(Document document, HashMap<Integer, Long> summary) {
            int commonest = summary.keySet().stream()
                    .filter(letter -> letter > ' ')
                    .max((one, other) -> summary.get(one).equals(summary.get(other))
                            ? Integer.compare(one, other)
                            : Long.compare(summary.get(one), summary.get(other)))
                    .orElse((int) 'x');
            String text = document.text().replace(Character.toString(commonest), "");
            return text.equals(document.text())
                    ? Verdict.kept()
                    : Verdict.changed(document.withText(text), "took " + Character.toString(commonest));
        }
    }
}
