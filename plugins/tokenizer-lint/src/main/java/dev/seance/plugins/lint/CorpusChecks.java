// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.lint;

import dev.seance.api.corpus.Subset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** What a vocabulary is worth for the texts of a corpus. */
final class CorpusChecks {

    private static final double MUCH_UNUSED = 0.05;
    private static final int RARE = 10;
    /** One real word in so many tokens looks like a misread one. */
    private static final long ONE_IN = 10_000;

    private static final double MOST_OF_TEXT = 0.95;
    /** A decade with so many fewer bytes a token than the whole is spelt otherwise, or badly scanned. */
    private static final double MUCH_WORSE = 0.9;

    private final TokenTable tokens;
    private final CorpusSurvey survey;
    private final Findings findings;

    CorpusChecks(TokenTable tokens, CorpusSurvey survey, Findings findings) {
        this.tokens = tokens;
        this.survey = survey;
        this.findings = findings;
    }

    void fragments() {
        List<Fragments.Fragment> found = survey.fragments().found();
        findings.metric("fragmentTokens", found.size());
        findings.add(new Finding(
                "word fragments",
                found.isEmpty() ? Verdict.OK : Verdict.WARN,
                found.isEmpty()
                        ? "none"
                        : Findings.count(found.size(), "token") + ", "
                                + Findings.count(
                                        found.stream()
                                                .mapToLong(Fragments.Fragment::halves)
                                                .sum(),
                                        "place"),
                found.stream()
                        .map(one -> tokens.show(one.id()) + " of " + one.example())
                        .toList(),
                "Line breaks cut words, and the second half became a token after a blank. Rejoin hyphenated words"
                        + " before training (the filter unwrap), or a model learns to break words."));
        findings.options()
                .maxFragments()
                .ifPresent(most -> findings.requireLimit(
                        found.size() <= most,
                        "word fragments: " + Findings.count(found.size(), "token") + ", the limit is " + most));
    }

    void confusions() {
        List<Confusions.Confusion> misread = survey.confusions().found();
        List<RunTogether.Pair> together = survey.runTogether().found();
        int count = misread.size() + together.size();
        findings.metric("confusedTokens", count);
        findings.add(new Finding(
                "OCR confusions",
                count * ONE_IN > tokens.size() ? Verdict.WARN : Verdict.OK,
                count == 0 ? "none" : Findings.count(count, "token"),
                Stream.concat(
                                misread.stream().map(one -> tokens.show(one.id()) + " for " + one.meant()),
                                together.stream().map(one -> tokens.show(one.id()) + " for " + one.separate()))
                        .toList(),
                "These occur between the same words as a far more frequent word of similar shape: OCR misread it so"
                        + " often that the misreading became a token. Filter texts of poor OCR, or correct them."));
        findings.options()
                .maxConfusions()
                .ifPresent(most -> findings.requireLimit(
                        count <= most, "OCR confusions: " + Findings.count(count, "token") + ", the limit is " + most));
    }

    void unused() {
        long[] times = survey.times();
        List<Integer> unused = new ArrayList<>();
        int rare = 0;
        int ordinary = 0;
        for (int id = 0; id < tokens.size(); id++) {
            // Single bytes are there for texts to come; special tokens are not for text.
            if (tokens.bytes(id).length > 1) {
                ordinary++;
                rare += times[id] > 0 && times[id] < RARE ? 1 : 0;
                if (times[id] == 0) {
                    unused.add(id);
                }
            }
        }
        double share = ordinary == 0 ? 0 : (double) unused.size() / ordinary;
        findings.metric("unusedTokens", unused.size());
        findings.metric("unusedShare", share);
        findings.metric("rareTokens", rare);
        findings.add(
                new Finding(
                        "unused tokens",
                        share > MUCH_UNUSED ? Verdict.WARN : Verdict.OK,
                        String.format(
                                Locale.ROOT,
                                "%,d never (%s), %,d fewer than %d times",
                                unused.size(),
                                Findings.percent(share),
                                rare,
                                RARE),
                        unused.stream().map(tokens::show).toList(),
                        "The embedding of a token that never occurs is not trained. A few are steps on the way to longer"
                                + " tokens; many mean that a smaller size would do, or that the vocabulary comes from other texts."));
        findings.options()
                .maxUnused()
                .ifPresent(most -> findings.requireLimit(
                        share <= most,
                        "unused tokens: " + Findings.percent(share) + " never occur, the limit is "
                                + Findings.percent(most)));
    }

    void compression() {
        double all = survey.amount(Subset.TRAIN).bytesPerToken();
        findings.metric("bytesPerToken", all);
        if (survey.amount(Subset.VALIDATION).tokens > 0) {
            findings.metric(
                    "validationBytesPerToken", survey.amount(Subset.VALIDATION).bytesPerToken());
        }
        List<String> worse = new ArrayList<>();
        for (Map.Entry<Integer, CorpusSurvey.Amount> decade : survey.decades().entrySet()) {
            double own = decade.getValue().bytesPerToken();
            if (decade.getKey() != CorpusSurvey.UNDATED && decade.getValue().tokens > 0 && own < MUCH_WORSE * all) {
                worse.add(String.format(Locale.ROOT, "%ds: %.2f", decade.getKey(), own));
            }
        }
        findings.add(new Finding(
                "compression",
                worse.isEmpty() ? Verdict.OK : Verdict.WARN,
                String.format(Locale.ROOT, "%.3f bytes a token", all)
                        + (worse.isEmpty() ? "" : ", much less in some decades"),
                worse,
                "The more bytes a token stands for, the more text fits into the context. A decade far below the others"
                        + " is of another kind, spelt otherwise, or badly scanned."));
        findings.options()
                .minBytesPerToken()
                .ifPresent(least -> findings.requireLimit(
                        all >= least,
                        String.format(Locale.ROOT, "compression: %.3f bytes a token, the limit is %s", all, least)));
    }

    void use() {
        long[] sorted = survey.times().clone();
        Arrays.sort(sorted);
        long all = Arrays.stream(sorted).sum();
        long sum = 0;
        int count = 0;
        while (count < sorted.length && sum < MOST_OF_TEXT * all) {
            sum += sorted[sorted.length - ++count];
        }
        findings.metric("tokensFor95Percent", count);
        findings.add(new Finding(
                "token use",
                Verdict.OK,
                String.format(Locale.ROOT, "%,d tokens make up %s of the text", count, Findings.percent(MOST_OF_TEXT)),
                List.of(),
                "The rest of the vocabulary is for the remaining 5 %. For information only."));
    }
}
