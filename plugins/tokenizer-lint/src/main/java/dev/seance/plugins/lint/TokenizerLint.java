// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.lint;

import dev.seance.api.corpus.Corpus;
import dev.seance.api.corpus.Subset;
import dev.seance.api.evaluation.Evaluation;
import dev.seance.api.evaluation.Evaluator;
import dev.seance.api.plugin.ExtensionSpec;
import dev.seance.api.plugin.Input;
import dev.seance.api.run.ArtifactKind;
import dev.seance.api.run.StepContext;
import dev.seance.api.run.UserError;
import dev.seance.api.step.StepInputs;
import dev.seance.api.tokenizer.Vocabulary;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pf4j.Extension;

/**
 * Checks a vocabulary before hours of training depend on it: whether it can encode every text and decodes to the same,
 * what a scan's line breaks and misread letters left among the tokens, and how well it compresses the corpus. Without a
 * corpus only the vocabulary itself is checked.
 */
@Extension
@ExtensionSpec(
        name = "tokenizer-lint",
        summary =
                "Checks a vocabulary: byte coverage, round trips, word fragments, OCR confusions, unused tokens, compression.",
        options = LintOptions.class,
        inputs = {@Input(kind = ArtifactKind.VOCABULARY), @Input(kind = ArtifactKind.CORPUS, min = 0, max = 100)})
public final class TokenizerLint implements Evaluator {

    private final LintOptions options;

    @Inject
    public TokenizerLint(LintOptions options) {
        this.options = options;
    }

    @Override
    public Evaluation evaluate(StepInputs inputs, StepContext context) throws IOException {
        Vocabulary vocabulary = inputs.vocabulary();
        TokenTable tokens = new TokenTable(vocabulary);
        Optional<CorpusSurvey> survey = survey(inputs.corpora(), vocabulary, tokens, context);
        context.progress().begin("trying random texts", -1, "texts");
        Fuzz fuzz = new Fuzz(vocabulary, context.seed()).run();
        Findings findings = new Findings(options);
        findings.metric("tokens", tokens.size());
        VocabularyChecks own = new VocabularyChecks(vocabulary, tokens, findings);
        own.alphabet();
        roundTrip(fuzz, survey, findings);
        own.duplicates();
        own.specialTokens(
                fuzz.specialTokens(), survey.map(CorpusSurvey::specialTokens).orElse(Map.of()));
        own.lineBreaks();
        own.leadingSpaces();
        survey.ifPresent(read -> {
            CorpusChecks checks = new CorpusChecks(tokens, read, findings);
            checks.fragments();
            checks.confusions();
            checks.unused();
            checks.compression();
            checks.use();
        });
        return new Evaluation(findings.metrics(), new LintReport(tokens, survey).blocks(findings), findings.failures());
    }

    private Optional<CorpusSurvey> survey(
            List<Corpus> corpora, Vocabulary vocabulary, TokenTable tokens, StepContext context) {
        if (corpora.isEmpty()) {
            if (options.needCorpus()) {
                throw new UserError("max-fragments, max-confusions, max-unused and min-bytes-per-token are"
                        + " measured on a corpus, and none was given; add one, or leave them out");
            }
            return Optional.empty();
        }
        CorpusSurvey survey = new CorpusSurvey(vocabulary, tokens, context);
        corpora.forEach(survey::read);
        if (survey.amount(Subset.TRAIN).bytes == 0) {
            throw new UserError("corpus '" + corpora.get(0).name() + "' has no text");
        }
        return Optional.of(survey);
    }

    private static void roundTrip(Fuzz fuzz, Optional<CorpusSurvey> survey, Findings findings) {
        List<String> changed = new ArrayList<>(survey.map(CorpusSurvey::changed).orElse(List.of()));
        changed.addAll(fuzz.changed());
        long outOfRange =
                fuzz.idsOutOfRange() + survey.map(CorpusSurvey::idsOutOfRange).orElse(0L);
        findings.hard(
                HardCheck.ROUND_TRIP,
                "textsNotRoundTripped",
                changed.size(),
                new Finding(
                        "round trip",
                        changed.isEmpty() ? Verdict.OK : Verdict.FAIL,
                        changed.isEmpty()
                                ? (survey.isPresent() ? "the corpus and " : "")
                                        + Findings.count(fuzz.texts(), "random text") + " decode to what they were"
                                : Findings.count(changed.size(), "text") + " changed",
                        changed,
                        "A text that does not survive encoding and decoding is another text to the model. Such a"
                                + " vocabulary, or the code that loads it, is broken."));
        findings.hard(
                HardCheck.IDS,
                "idsOutOfRange",
                outOfRange,
                new Finding(
                        "ids",
                        outOfRange == 0 ? Verdict.OK : Verdict.FAIL,
                        outOfRange == 0
                                ? "all in range"
                                : Findings.count(outOfRange, "text") + " with ids out of range",
                        List.of(),
                        "An id beyond the vocabulary's size has no embedding. The tokenizer that made it is broken."));
    }
}
