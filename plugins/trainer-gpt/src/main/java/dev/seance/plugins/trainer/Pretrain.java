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
import java.util.OptionalDouble;
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
    public TrainingEstimate estimate(EstimateRequest request) {
        ModelConfig config = request.config();
        requireWholeBatches(config.context());
        Map<String, String> derived = new LinkedHashMap<>();
        if (count().isEmpty()) {
            derived.put("steps", stepsInWords(config));
        }
        derived.putAll(options.scalingRules(config).facts());
        return new TrainingEstimate(
                OptionalLong.of(maxSteps(config)),
                minutes().map(OptionalDouble::of).orElse(OptionalDouble.empty()),
                options.batchTokens(),
                options.microBatch(),
                derived);
    }

    @Override
    public void train(TrainingJob job, StepContext context) throws IOException {
        ModelConfig config = job.config();
        Vocabulary vocabulary = job.vocabulary();
        requireWholeBatches(config.context());

        Corpus corpus = job.inputs().corpus();
        CorpusEncoder encoder = new CorpusEncoder(
                corpus,
                vocabulary,
                job.conditioning().tags(),
                context.workspace().resolve("tokens"),
                context.progress(),
                context::stopRequested);
        EncodedCorpus text = encoder.encode(Subset.TRAIN, environment.threads());
        requireEnough(text, corpus.name(), context.step());
        requireShortTags(text, config.context(), context.step());
        EpochDatasets epochs = number -> {
            PackedDocuments dataset = new PackedDocuments(
                    text, config.context(), vocabulary, Shuffle.seed(context.seed(), "epoch", number));
            if (number == 0) {
                context.progress().note(dataset.inWords());
            }
            return dataset;
        };
        int batchSequences = options.batchTokens() / config.context();
        DataLoader data =
                new DataLoader(epochs, config.context(), batchSequences, options.microBatch(), Long.MAX_VALUE / 2);

        TrainingConfig training = new TrainingConfig(
                options.schedule(maxSteps(config)),
                minutes(),
                options.scalingRules(config).optimizer(options.maxGradNorm()),
                options.microBatch(),
                LossMean.STEP,
                options.retention(),
                0,
                RunIdentity.of(options, config, context.seed(), vocabulary, ContentDigest.of(text)),
                ResumeOption.of(options.resume()));
        EncodedCorpus forValidation = encoder.encode(Subset.VALIDATION, environment.threads());
        requireShortTags(forValidation, config.context(), context.step());
        Optional<Validation> validation = validation(forValidation, job, context);
        Samples samples =
                new Samples(options.prompts(), prompt -> asDocument(vocabulary, prompt), vocabulary, context.seed());
        PeriodicEvaluation evaluation = new PeriodicEvaluation(validation, samples, options.intervals());
        new TrainingLoop(job, context, training, data, evaluation)
                .run(() -> job.backend().create(config, context.seed()));
    }

    private Optional<Long> count() {
        return options.steps().flatMap(StepBudget::count);
    }

    private Optional<Double> minutes() {
        return options.steps().flatMap(StepBudget::minutes);
    }

    /** The most optimiser steps: as set, or as many whole ones as tokens-per-parameter gives. */
    private long maxSteps(ModelConfig config) {
        if (count().isPresent()) {
            return count().get();
        }
        long tokens = (long)
                Math.floor(options.tokensPerParameter() * config.parameters().matmulParameters());
        if (tokens < options.batchTokens()) {
            throw new IllegalArgumentException("tokens-per-parameter " + options.tokensPerParameter()
                    + " gives this model " + tokens + " training tokens, less than one step of batch-tokens "
                    + options.batchTokens() + "; lower batch-tokens, or set steps");
        }
        return tokens / options.batchTokens();
    }

    private String stepsInWords(ModelConfig config) {
        return String.format(
                Locale.ROOT,
                "%s%,d (%s tokens for each of %,d parameters, in whole steps)",
                minutes().isPresent() ? "at most " : "",
                maxSteps(config),
                DerivedValue.number(options.tokensPerParameter()),
                config.parameters().matmulParameters());
    }

    private void requireWholeBatches(int context) {
        long batch = (long) options.microBatch() * context;
        if (options.batchTokens() % batch == 0) {
            return;
        }
        long below = options.batchTokens() / batch * batch;
        String nearest = below == 0 ? "" + batch : below + " or " + (below + batch);
        int fitting = options.batchTokens() / context;
        String orMicroBatch = below == 0 && fitting > 0 && options.batchTokens() % context == 0
                ? ", or micro-batch to " + fitting
                : "";
        throw new IllegalArgumentException("batch-tokens " + options.batchTokens() + " is not a multiple of"
                + " micro-batch " + options.microBatch() + " x context " + context + " = " + batch
                + "; set batch-tokens to " + nearest + orMicroBatch);
    }

    private void requireEnough(EncodedCorpus text, String corpus, String step) {
        String where = "[" + step + "] ";
        if (text.documents() == 0) {
            throw new UserError(where + "corpus '" + corpus + "' has no text to train on; its funnel in the"
                    + " report shows whether a filter dropped everything");
        }
        if (text.tokens() < options.batchTokens()) {
            throw new UserError(where + "corpus '" + corpus + "' has " + text.tokens()
                    + " tokens, less than one step of batch-tokens " + options.batchTokens()
                    + "; lower batch-tokens or give more text");
        }
    }

    /** Tags stand in every sequence; where they take most of it there is little left to learn from. */
    private static void requireShortTags(EncodedCorpus text, int context, String step) throws IOException {
        for (int document = 0; document < text.documents(); document++) {
            if (text.prefixLength(document) > context / 2) {
                throw new UserError("[" + step + "] the tags of document '" + text.id(document) + "' are "
                        + text.prefixLength(document) + " tokens, more than half of the context of " + context
                        + "; name shorter fields in tags, or raise the context");
            }
        }
    }

    private Optional<Validation> validation(EncodedCorpus text, TrainingJob job, StepContext context) {
        if (text.documents() == 0) {
            context.progress()
                    .note("corpus '" + job.inputs().corpus().name() + "' has no validation documents, so there will be"
                            + " no validation; raise the corpus step's validation fraction");
            return Optional.empty();
        }
        int length = job.config().context();
        SequenceDataset windows = new ValidationWindows(text, length, job.vocabulary(), context.seed());
        int sampleSize = (int) Math.min(windows.count(), (options.validateTokens() + length - 1) / length);
        return Optional.of(new Validation(windows, job.vocabulary(), length, options.microBatch(), sampleSize));
    }

    /** A text as in training: behind a document token. */
    private static int[] asDocument(Vocabulary vocabulary, String prompt) {
        int[] text = vocabulary.encode(prompt);
        int[] tokens = new int[text.length + 1];
        tokens[0] = vocabulary.id(SpecialToken.DOCUMENT);
        System.arraycopy(text, 0, tokens, 1, text.length);
        return tokens;
    }
}
