// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters.anachronisms;

import dev.seance.plugins.filters.Resources;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Counts texts of one input that leak, with examples. Not thread-safe. */
final class LeakCount {

    private static final int EXAMPLES = 20;
    private static final int AROUND = 40;

    private final Detector detector;
    private final Pattern metaReferences;
    private final Map<String, Integer> terms = new TreeMap<>();
    private final List<Example> examples = new ArrayList<>();
    private long texts;
    private long words;
    private long leaking;
    private long later;
    private long meta;

    /** @param language whose phrases about language models are looked for, as an ISO 639-1 code */
    LeakCount(Detector detector, String language) {
        this.detector = detector;
        // As words: "as an ai" is not in "as an aim", nor "anthropic" in "philanthropic".
        this.metaReferences =
                Pattern.compile(Resources.lines(LeakCount.class, language + "/meta-references.txt").stream()
                        .map(phrase -> "\\b" + Pattern.quote(phrase.strip()) + "\\b")
                        .collect(Collectors.joining("|")));
    }

    /**
     * A place where something of a later time stands.
     *
     * @param where which text
     * @param what the term with its year, or the phrase
     * @param excerpt the words around it
     */
    record Example(String where, String what, String excerpt) {}

    /**
     * Looks at one text.
     *
     * @param where what it is, for examples
     * @param language its language, or ""
     * @param parts its pages or turns
     */
    void add(String where, String language, List<String> parts) {
        TextScan scan = detector.scan(language);
        parts.forEach(scan::scan);
        Findings findings = scan.findings();
        texts++;
        words += findings.words();
        boolean found = false;
        for (Map.Entry<Term, Integer> entry : findings.terms().entrySet()) {
            Term term = entry.getKey();
            if (term.evidence() == Evidence.ALWAYS) {
                found = true;
                later += entry.getValue();
                String what = term.name() + " (" + term.year() + ")";
                terms.merge(what, entry.getValue(), Integer::sum);
                example(where, what, term.forms(), parts);
            }
        }
        Optional<String> phrase = metaReference(parts);
        if (phrase.isPresent()) {
            found = true;
            meta++;
            example(where, phrase.get(), List.of(phrase.get()), parts);
        }
        leaking += found ? 1 : 0;
    }

    private Optional<String> metaReference(List<String> parts) {
        if (metaReferences.pattern().isEmpty()) {
            return Optional.empty();
        }
        return parts.stream()
                .map(part -> metaReferences.matcher(plain(part)))
                .filter(Matcher::find)
                .map(Matcher::group)
                .findFirst();
    }

    private void example(String where, String what, List<String> forms, List<String> parts) {
        if (examples.size() == EXAMPLES) {
            return;
        }
        for (String part : parts) {
            for (String form : forms) {
                int at = plain(part).indexOf(form.toLowerCase(Locale.ROOT));
                if (at >= 0) {
                    int from = Math.max(0, at - AROUND);
                    int end = Math.min(part.length(), at + form.length() + AROUND);
                    String excerpt =
                            part.substring(from, end).replaceAll("\\s+", " ").strip();
                    examples.add(new Example(where, what, excerpt));
                    return;
                }
            }
        }
        examples.add(new Example(where, what, ""));
    }

    /** In small letters; as long as the text, so that places agree. */
    private static String plain(String text) {
        StringBuilder plain = new StringBuilder(text);
        for (int i = 0; i < plain.length(); i++) {
            char c = plain.charAt(i);
            plain.setCharAt(i, c == '\u2019' ? '\'' : Character.toLowerCase(c));
        }
        return plain.toString();
    }

    long texts() {
        return texts;
    }

    /** How many texts have a term without another sense, or speak of language models. */
    long leaking() {
        return leaking;
    }

    /** How many texts speak of language models. */
    long metaReferences() {
        return meta;
    }

    /** Their share of all texts; 0 without texts. */
    double leakingShare() {
        return texts == 0 ? 0 : leaking / (double) texts;
    }

    /** How often terms of a later time stand in a million words. */
    double termsPerMillionWords() {
        return words == 0 ? 0 : 1e6 * later / words;
    }

    List<Example> examples() {
        return List.copyOf(examples);
    }

    /** The commonest terms first. */
    List<Map.Entry<String, Integer>> commonest(int count) {
        return terms.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(count)
                .toList();
    }
}
