// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.stage;

import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Survey;
import dev.seance.api.corpus.SurveyFilter;
import dev.seance.api.corpus.Verdict;
import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;

/** Drops documents that begin as many others do, and takes the corpus's commonest letter out of the rest. */
public final class CommonLetters implements SurveyFilter<CommonLetters.Letters> {

    /** How many documents may begin with the same letter. */
    public record Options(int most) {}

    /** How often letters occur, and begin documents. */
    public static final class Letters implements Serializable {

        private static final long serialVersionUID = 1L;

        private final Map<Character, Integer> all = new TreeMap<>();
        private final Map<Character, Integer> first = new TreeMap<>();
    }

    private record LetterSurvey() implements Survey<Letters> {

        @Override
        public Letters empty() {
            return new Letters();
        }

        @Override
        public Letters fold(Letters summary, Document document) {
            document.text()
                    .chars()
                    .filter(Character::isLetter)
                    .forEach(letter -> summary.all.merge((char) letter, 1, Integer::sum));
            summary.first.merge(document.text().charAt(0), 1, Integer::sum);
            return summary;
        }

        @Override
        public Letters merge(Letters one, Letters other) {
            other.all.forEach((letter, count) -> one.all.merge(letter, count, Integer::sum));
            other.first.forEach((letter, count) -> one.first.merge(letter, count, Integer::sum));
            return one;
        }
    }

    private final Options options;

    public CommonLetters(Options options) {
        this.options = options;
    }

    @Override
    public Survey<Letters> survey() {
        return new LetterSurvey();
    }

    @Override
    public Verdict judge(Document document, Letters summary) {
        char first = document.text().charAt(0);
        if (summary.first.getOrDefault(first, 0) > options.most()) {
            return Verdict.dropped("common beginning", "begins with " + first);
        }
        char commonest = summary.all.entrySet().stream()
                .max(Map.Entry.<Character, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .orElseThrow()
                .getKey();
        return Verdict.changed(
                document.mapText(text -> text.replace(Character.toString(commonest), "")), "took a letter out");
    }
}
