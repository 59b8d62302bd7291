// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.lint;

import dev.seance.api.evaluation.ReportBlock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** The section of the report. */
final class LintReport {

    private static final int SHOWN_WORDS = 100;
    private static final int WORDS_A_ROW = 4;

    private final TokenTable tokens;
    private final Optional<CorpusSurvey> survey;

    LintReport(TokenTable tokens, Optional<CorpusSurvey> survey) {
        this.tokens = tokens;
        this.survey = survey;
    }

    List<ReportBlock> blocks(Findings findings) {
        List<ReportBlock> blocks = new ArrayList<>();
        blocks.add(new ReportBlock.Paragraph(summary(findings)));
        blocks.add(new ReportBlock.Table(
                List.of("check", "verdict", "found", "examples", "why, and what to do"),
                findings.all().stream().map(Finding::row).toList()));
        survey.ifPresent(known -> {
            blocks.add(new ReportBlock.Paragraph("Compression by the decade of publication:"));
            blocks.add(decades(known));
        });
        List<List<String>> words = longestWords();
        if (!words.isEmpty()) {
            blocks.add(new ReportBlock.Paragraph("The longest words that are one token"
                    + (survey.isPresent() ? ", with how often each stands in the corpus:" : ":")));
            blocks.add(new ReportBlock.Table(header(), words));
        }
        return blocks;
    }

    private String summary(Findings findings) {
        long fail = findings.all().stream()
                .filter(finding -> finding.verdict() == Verdict.FAIL)
                .count();
        long look = findings.all().stream()
                .filter(finding -> finding.verdict() == Verdict.WARN)
                .count();
        return String.format(
                        Locale.ROOT,
                        "%,d tokens, %s: ",
                        tokens.size(),
                        Findings.count(findings.all().size(), "check"))
                + (fail == 0 && look == 0 ? "no problems found." : fail + " failed, " + look + " warnings.")
                + (survey.isPresent() ? "" : " No corpus was given, so compression and words were not checked.");
    }

    private static ReportBlock.Table decades(CorpusSurvey survey) {
        List<List<String>> rows = new ArrayList<>();
        for (Map.Entry<Integer, CorpusSurvey.Amount> entry : survey.decades().entrySet()) {
            CorpusSurvey.Amount amount = entry.getValue();
            rows.add(List.of(
                    entry.getKey() == CorpusSurvey.UNDATED ? "undated" : entry.getKey() + "s",
                    String.format(Locale.ROOT, "%,d", amount.documents),
                    String.format(Locale.ROOT, "%,d", amount.bytes),
                    String.format(Locale.ROOT, "%,d", amount.tokens),
                    String.format(Locale.ROOT, "%.3f", amount.bytesPerToken())));
        }
        return new ReportBlock.Table(List.of("decade", "documents", "bytes", "tokens", "bytes per token"), rows);
    }

    private List<String> header() {
        List<String> header = new ArrayList<>();
        for (int i = 0; i < WORDS_A_ROW; i++) {
            header.add("word");
            if (survey.isPresent()) {
                header.add("count");
            }
        }
        return header;
    }

    private List<List<String>> longestWords() {
        List<Integer> longest = IntStream.range(0, tokens.size())
                .filter(id -> !tokens.word(id).isEmpty())
                .boxed()
                .sorted(Comparator.comparingInt((Integer id) -> -tokens.word(id)
                                .codePointCount(0, tokens.word(id).length()))
                        .thenComparing(tokens::word))
                .limit(SHOWN_WORDS)
                .toList();
        List<List<String>> rows = new ArrayList<>();
        for (int from = 0; from < longest.size(); from += WORDS_A_ROW) {
            List<String> row = new ArrayList<>();
            for (int i = from; i < from + WORDS_A_ROW; i++) {
                boolean there = i < longest.size();
                row.add(there ? tokens.word(longest.get(i)) : "");
                if (survey.isPresent()) {
                    row.add(
                            there
                                    ? String.format(
                                            Locale.ROOT, "%,d", survey.get().wordTimes()[longest.get(i)])
                                    : "");
                }
            }
            rows.add(row);
        }
        return rows;
    }
}
