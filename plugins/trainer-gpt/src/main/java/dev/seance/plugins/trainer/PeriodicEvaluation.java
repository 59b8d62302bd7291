// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import dev.seance.api.model.TrainableModel;
import dev.seance.api.run.StepContext;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Validates a model and samples from it, during a training and at its end. Changes nothing in the model.
 *
 * @param validation how it is validated; empty when there is no validation data
 * @param samples what it continues
 * @param intervals how often
 */
record PeriodicEvaluation(Optional<Validation> validation, Samples samples, EvaluationIntervals intervals) {

    /** Does what is due after a step; empty when the user asked to stop meanwhile. */
    Optional<TrainingState> run(TrainableModel model, TrainingState state, StepContext context) {
        TrainingState evaluated = state;
        if (validation.isPresent()
                && (state.step() == 0 || EvaluationIntervals.isDue(intervals.validate(), state.step()))) {
            Optional<ValidationResult> result = validation.get().onSample(model, context::stopRequested);
            if (result.isEmpty()) {
                return Optional.empty();
            }
            record(result.get(), state.step(), context);
            evaluated = evaluated.validated(result.get().bitsPerByte());
        }
        if (EvaluationIntervals.isDue(intervals.sample(), state.step())) {
            samples.generate(model, state.step(), context);
        }
        return Optional.of(evaluated.evaluated());
    }

    /** Validates the final model on all validation data; empty when the user asked to stop meanwhile. */
    Optional<TrainingState> runFinal(TrainableModel model, TrainingState state, StepContext context) {
        TrainingState evaluated = state;
        if (validation.isPresent()) {
            Optional<ValidationResult> result = validation.get().onAll(model, context::stopRequested);
            if (result.isEmpty()) {
                return Optional.empty();
            }
            record(result.get(), state.step(), context);
            evaluated = evaluated.validated(result.get().bitsPerByte());
            summarise(result.get(), evaluated.validations(), context);
        }
        if (intervals.sample() > 0) {
            samples.generate(model, state.step(), context);
        }
        return Optional.of(evaluated.evaluated());
    }

    /** Validates earlier weights that were better than the last ones; false when the user asked to stop meanwhile. */
    boolean runFinalOnBest(TrainableModel model, ValidationHistory validations, StepContext context) {
        Optional<ValidationResult> result = validation.orElseThrow().onAll(model, context::stopRequested);
        if (result.isEmpty()) {
            return false;
        }
        summarise(result.get(), validations, context);
        if (intervals.sample() > 0) {
            samples.generate(model, validations.bestStep(), context);
        }
        return true;
    }

    private static void summarise(ValidationResult result, ValidationHistory validations, StepContext context) {
        context.metrics().summarise("bitsPerByte", result.bitsPerByte());
        context.metrics().summarise("bitsPerByteBefore", validations.before());
        context.metrics().summarise("bitsPerByteBest", validations.best());
        context.metrics().summarise("validationLoss", result.loss().mean());
    }

    private static void record(ValidationResult result, long step, StepContext context) {
        double nats = result.loss().mean();
        context.metrics().record(step, Map.of("bitsPerByte", result.bitsPerByte(), "validationLoss", nats));
        context.progress()
                .note(String.format(
                        Locale.ROOT,
                        "step %d: %.4f bits per byte on %,d validation tokens",
                        step,
                        result.bitsPerByte(),
                        result.loss().targets()));
    }
}
