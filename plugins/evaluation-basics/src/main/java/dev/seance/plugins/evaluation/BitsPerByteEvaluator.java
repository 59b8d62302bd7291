// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.evaluation;

import dev.seance.api.corpus.Corpus;
import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Subset;
import dev.seance.api.evaluation.Evaluation;
import dev.seance.api.evaluation.Evaluator;
import dev.seance.api.evaluation.ReportBlock;
import dev.seance.api.model.LanguageModel;
import dev.seance.api.model.TrainedModel;
import dev.seance.api.plugin.ExtensionSpec;
import dev.seance.api.plugin.Input;
import dev.seance.api.run.ArtifactKind;
import dev.seance.api.run.StepContext;
import dev.seance.api.run.StopException;
import dev.seance.api.run.UserError;
import dev.seance.api.step.StepInputs;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.pf4j.Extension;

/**
 * Bits per byte of a model on validation documents. Unlike loss or perplexity per token, this does not depend on how the
 * vocabulary splits the text, so models with different vocabularies compare.
 */
@Extension
@ExtensionSpec(
        name = "bits-per-byte",
        summary = "Bits per byte of models on the validation documents of a corpus.",
        options = BitsPerByteOptions.class,
        inputs = {@Input(kind = ArtifactKind.CORPUS), @Input(kind = ArtifactKind.MODEL, min = 1, max = 4)})
public final class BitsPerByteEvaluator implements Evaluator {

    private static final String METRIC = "bitsPerByte";
    private static final String NANOCHAT = "nanochatBitsPerByte";

    private final BitsPerByteOptions options;

    @Inject
    public BitsPerByteEvaluator(BitsPerByteOptions options) {
        this.options = options;
    }

    @Override
    public Evaluation evaluate(StepInputs inputs, StepContext context) throws IOException {
        Corpus corpus = inputs.corpus();
        if (corpus.size(Subset.VALIDATION).documents() == 0) {
            throw new UserError("corpus '" + corpus.name() + "' has no validation documents; give it more documents"
                    + " or raise its validation fraction");
        }
        Map<String, Double> metrics = new LinkedHashMap<>();
        List<List<String>> rows = new ArrayList<>();
        List<String> failures = new ArrayList<>();
        for (TrainedModel model : inputs.models()) {
            WindowScorer.Score score = scoreInMemory(model, corpus, context);
            double bits = score.bitsPerByte();
            metrics.putIfAbsent(METRIC, bits);
            metrics.putIfAbsent(NANOCHAT, score.firstBitsPerByte());
            if (inputs.models().size() > 1) {
                metrics.put(camelCase(METRIC + "-" + model.name()), bits);
                metrics.put(camelCase(NANOCHAT + "-" + model.name()), score.firstBitsPerByte());
            }
            rows.add(List.of(
                    model.name(),
                    String.format(Locale.ROOT, "%.4f", bits),
                    String.format(Locale.ROOT, "%.4f", score.firstBitsPerByte()),
                    String.format(Locale.ROOT, "%.2f", score.bytesPerToken()),
                    String.format(Locale.ROOT, "%,d", score.loss().targets()),
                    String.format(Locale.ROOT, "%,d", score.bytes())));
            options.maxBitsPerByte()
                    .filter(limit -> !(bits <= limit))
                    .ifPresent(limit -> failures.add(String.format(
                            Locale.ROOT,
                            "model '%s' needs %.4f bits per byte, the limit is %s",
                            model.name(),
                            bits,
                            limit)));
        }
        return new Evaluation(
                metrics,
                List.of(
                        new ReportBlock.Paragraph("Bits per byte on the validation documents of '" + corpus.name()
                                + "': lower is better; a model that has learned nothing needs 8. Each token is predicted"
                                + " from at least half a context of its document before it, or from the document's"
                                + " beginning. What nanochat's evaluation would say is beside it: it reads the first"
                                + " context of each document alone."),
                        new ReportBlock.Table(
                                List.of("model", "bits per byte", "as nanochat", "bytes per token", "tokens", "bytes"),
                                rows)),
                failures);
    }

    private WindowScorer.Score scoreInMemory(TrainedModel model, Corpus corpus, StepContext context)
            throws IOException {
        try {
            return score(model, corpus, context);
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
            throw MemoryExhausted.explained(e, "lower batch-tokens (now " + options.batchTokens() + ")");
        }
    }

    private WindowScorer.Score score(TrainedModel trained, Corpus corpus, StepContext context) throws IOException {
        long all = corpus.size(Subset.VALIDATION).documents();
        long documents = options.maxDocuments().map(max -> Math.min(all, max)).orElse(all);
        context.progress().begin("scoring " + trained.name(), documents, "documents");
        try (LanguageModel model = trained.backend().load(trained.folder());
                Stream<Document> stream = corpus.read(Subset.VALIDATION)) {
            WindowScorer scorer = new WindowScorer(model, trained.vocabulary(), options.batchTokens());
            Iterator<Document> each = stream.iterator();
            for (long i = 0; i < documents && each.hasNext(); i++) {
                if (context.stopRequested()) {
                    throw new StopException("the next run starts this evaluation again");
                }
                Document document = each.next();
                String tags = trained.conditioning()
                        .tags()
                        .map(template -> template.render(document))
                        .orElse("");
                scorer.add(tags, document.text());
                context.progress().advance(1);
            }
            WindowScorer.Score score = scorer.finish();
            if (score.bytes() == 0) {
                throw new UserError("the validation documents of corpus '" + corpus.name() + "' have no text to score");
            }
            return score;
        }
    }

    /** The name of a step as part of a metric's name: {@code base-2} is {@code Base2}. */
    static String camelCase(String name) {
        StringBuilder joined = new StringBuilder();
        for (String part : name.split("[^A-Za-z0-9]+")) {
            joined.append(
                    joined.length() == 0 || part.isEmpty()
                            ? part
                            : Character.toUpperCase(part.charAt(0)) + part.substring(1));
        }
        return joined.toString();
    }
}
