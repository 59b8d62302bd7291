// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import dev.seance.api.corpus.Corpus;
import dev.seance.api.corpus.Subset;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.plugin.ExtensionSpec;
import dev.seance.api.plugin.Input;
import dev.seance.api.run.ArtifactKind;
import dev.seance.api.run.Environment;
import dev.seance.api.run.StepContext;
import dev.seance.api.run.UserError;
import dev.seance.api.tokenizer.SpecialToken;
import dev.seance.api.tokenizer.Vocabulary;
import dev.seance.api.training.EstimateRequest;
import dev.seance.api.training.Trainer;
import dev.seance.api.training.TrainingEstimate;
import dev.seance.api.training.TrainingJob;
import dev.seance.kit.tokens.CorpusEncoder;
import dev.seance.kit.tokens.EncodedCorpus;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.pf4j.Extension;

/** Trains a model from scratch to predict the next token of a corpus. */
@Extension
@ExtensionSpec(
        name = "pretrain",
        summary = "Trains a language model from scratch on a corpus, validated in bits per byte.",
        options = PretrainOptions.class,
        inputs = {@Input(kind = ArtifactKind.CORPUS), @Input(kind = ArtifactKind.VOCABULARY)})
public final class Pretrain implements Trainer {

    private final PretrainOptions options;
    private final Environment environment;

    @Inject
    public Pretrain(PretrainOptions options, Environment environment) {
        this.options = options;
        this.environment = environment;
    }

    @Override
    public TrainingEstimate estimate(EstimateRequest forecast) {
        requireWholeBatches(forecast.config().context());
        ModelConfig shape = forecast.config();
        Map<String, String> derived = new LinkedHashMap<>();
        if (options.steps().isEmpty()) {
            derived.put("steps", stepsInWords(shape));
        }
        derived.putAll(options.derivation(shape).facts());
        return new TrainingEstimate(OptionalLong.of(steps(shape)), options.batchTokens(), options.rows(), derived);
    }

    @Override
    public void train(TrainingJob job, StepContext context) throws IOException {
        ModelConfig shape = job.config();
        Vocabulary vocabulary = job.vocabulary();
        requireWholeBatches(shape.context());

        Corpus corpus = job.inputs().corpus();
        CorpusEncoder encoder = new CorpusEncoder(
                corpus, vocabulary, context.workspace().resolve("tokens"), context.progress(), context::stopRequested);
        EncodedCorpus text = encoder.encode(Subset.TRAIN, environment.threads());
        requireEnough(text, shape.context(), corpus.name(), context.step());
        Epochs epochs = number -> {
            DocumentRows rows =
                    new DocumentRows(text, shape.context(), vocabulary, Shuffle.seed(context.seed(), "epoch", number));
            if (number == 0) {
                context.progress().note(rows.inWords());
            }
            return rows;
        };
        int rowsPerStep = options.batchTokens() / shape.context();
        TrainingData data = new TrainingData(epochs, shape.context(), rowsPerStep, options.rows(), Long.MAX_VALUE / 2);

        long steps = steps(shape);
        TrainingPlan plan = new TrainingPlan(
                options.schedule(steps),
                options.derivation(shape).optimizer(options.clip()),
                options.keeping(),
                0,
                RunIdentity.of(options, shape, context.seed(), vocabulary, Digest.of(text)),
                Resume.of(options.resume()));
        Optional<Validation> validation =
                validation(encoder.encode(Subset.VALIDATION, environment.threads()), job, context);
        Samples samples =
                new Samples(options.prompts(), prompt -> begun(vocabulary, prompt), vocabulary, context.seed());
        ValidationSchedule watch = new ValidationSchedule(validation, samples, options.cadence());
        new TrainingLoop(job, context, plan, data, watch)
                .run(() -> job.backend().create(shape, context.seed()));
    }

    /** Optimiser steps: given, or as many whole ones as the horizon has tokens for. */
    private long steps(ModelConfig shape) {
        if (options.steps().isPresent()) {
            return options.steps().get();
        }
        long tokens = (long) Math.floor(options.horizon() * shape.parameters().matmulParameters());
        if (tokens < options.batchTokens()) {
            throw new IllegalArgumentException("horizon " + options.horizon() + " gives this model " + tokens
                    + " tokens to learn from, less than one step of batch-tokens " + options.batchTokens()
                    + "; lower batch-tokens, or give steps");
        }
        return tokens / options.batchTokens();
    }

    private String stepsInWords(ModelConfig shape) {
        return String.format(
                Locale.ROOT,
                "%,d (%s tokens for each of %,d parameters, in whole steps)",
                steps(shape),
                DerivedValue.number(options.horizon()),
                shape.parameters().matmulParameters());
    }

    private void requireWholeBatches(int context) {
        long batch = (long) options.rows() * context;
        if (options.batchTokens() % batch == 0) {
            return;
        }
        long below = options.batchTokens() / batch * batch;
        String nearest = below == 0 ? "" + batch : below + " or " + (below + batch);
        int fittingRows = options.batchTokens() / context;
        String orRows = below == 0 && fittingRows > 0 && options.batchTokens() % context == 0
                ? ", or rows to " + fittingRows
                : "";
        throw new IllegalArgumentException("batch-tokens " + options.batchTokens() + " is not a multiple of rows "
                + options.rows() + " x context " + context + " = " + batch + "; set batch-tokens to " + nearest
                + orRows);
    }

    private void requireEnough(EncodedCorpus text, int context, String corpus, String step) throws IOException {
        String where = "[" + step + "] ";
        if (text.documents() == 0) {
            throw new UserError(where + "corpus '" + corpus + "' has no text to train on; look at its funnel: a filter"
                    + " may have dropped everything");
        }
        int longest = text.longest();
        if (context > text.length(longest)) {
            throw new UserError(where + "context " + context + " is longer than any document of corpus '" + corpus
                    + "' (longest: " + text.length(longest) + " tokens, " + text.id(longest) + "); set " + step
                    + ".model.context to " + text.length(longest) + " or less");
        }
        if (text.tokens() < options.batchTokens()) {
            throw new UserError(where + "corpus '" + corpus + "' has " + text.tokens()
                    + " tokens, less than one step of batch-tokens " + options.batchTokens()
                    + "; lower batch-tokens or give more text");
        }
    }

    private Optional<Validation> validation(EncodedCorpus heldOut, TrainingJob job, StepContext context) {
        if (heldOut.documents() == 0) {
            context.progress()
                    .note("no document of corpus '" + job.inputs().corpus().name() + "' is held out, so nothing is"
                            + " validated; raise the corpus's share of held-out documents to know bits per byte");
            return Optional.empty();
        }
        int length = job.config().context();
        Rows rows = new ValidationRows(heldOut, length, job.vocabulary(), context.seed());
        int some = (int) Math.min(rows.count(), (options.validateTokens() + length - 1) / length);
        return Optional.of(new Validation(rows, job.vocabulary(), length, options.rows(), some));
    }

    /** A text as the model meets it: behind a document marker. */
    private static int[] begun(Vocabulary vocabulary, String prompt) {
        int[] text = vocabulary.encode(prompt);
        int[] tokens = new int[text.length + 1];
        tokens[0] = vocabulary.id(SpecialToken.DOCUMENT);
        System.arraycopy(text, 0, tokens, 1, text.length);
        return tokens;
    }
}
