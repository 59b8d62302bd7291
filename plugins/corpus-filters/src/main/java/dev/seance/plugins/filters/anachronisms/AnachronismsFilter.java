// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters.anachronisms;

import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.DocumentFilter;
import dev.seance.api.corpus.Page;
import dev.seance.api.corpus.Verdict;
import dev.seance.api.plugin.ExtensionSpec;
import jakarta.inject.Inject;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Collectors;
import org.pf4j.Extension;

/**
 * Drops documents that name things of a time after the era: catalogues are wrong about dates, and reprints have new
 * introductions. There are three kinds of evidence, after the filter that GPT-1900 was made with: terms that have no other
 * sense, several terms that do, and several later years.
 */
@Extension
@ExtensionSpec(
        name = "anachronisms",
        summary = "Drops documents that speak of things or name years after the era.",
        options = AnachronismOptions.class)
public final class AnachronismsFilter implements DocumentFilter {

    private static final int SHOWN = 8;
    private static final Comparator<Map.Entry<String, Integer>> MOST_FIRST =
            Map.Entry.<String, Integer>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey());

    private final AnachronismOptions options;
    private final Detector detector;

    @Inject
    public AnachronismsFilter(AnachronismOptions options) {
        this.options = options;
        this.detector =
                new Detector(options.to(), options.file(), options.replace(), options.allow(), options.language());
    }

    @Override
    public Verdict judge(Document document) {
        Findings findings = findings(document);
        if (options.tier().enoughAlways(findings)) {
            return Verdict.dropped("terms of a later time", termsOf(findings, Evidence.ALWAYS));
        }
        if (options.tier().enoughContext(findings)) {
            return Verdict.dropped("context of a later time", termsOf(findings, Evidence.CONTEXT));
        }
        if (options.tier().enoughYears(findings)) {
            return Verdict.dropped("years after the era", listed(named(findings.laterYears())));
        }
        return Verdict.kept();
    }

    Findings findings(Document document) {
        TextScan scan = detector.scan(document.language());
        for (Page page : document.pages()) {
            scan.scan(page.text());
        }
        return scan.findings();
    }

    /** The terms of that kind; beside those with other senses, the others that counted with them. */
    private static String termsOf(Findings findings, Evidence evidence) {
        return listed(findings.terms().entrySet().stream()
                .filter(entry -> evidence == Evidence.CONTEXT || entry.getKey().evidence() == evidence)
                .collect(Collectors.toMap(
                        entry -> entry.getKey().name() + " (" + entry.getKey().year() + ")",
                        Map.Entry::getValue,
                        Integer::sum)));
    }

    private static Map<String, Integer> named(Map<?, Integer> counts) {
        return counts.entrySet().stream()
                .collect(Collectors.toMap(entry -> String.valueOf(entry.getKey()), Map.Entry::getValue));
    }

    private static String listed(Map<String, Integer> counts) {
        String shown = counts.entrySet().stream()
                .sorted(MOST_FIRST)
                .limit(SHOWN)
                .map(entry -> entry.getKey() + ": " + entry.getValue())
                .collect(Collectors.joining(", "));
        return counts.size() > SHOWN ? shown + " and " + (counts.size() - SHOWN) + " more" : shown;
    }
}
