// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import dev.seance.api.model.TrainableModel;
import dev.seance.api.run.StepContext;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Looks at a model while it learns, and when it has: validates it and lets it speak. Changes nothing in it.
 *
 * @param validation how it is measured; empty when nothing is held out
 * @param samples what it is asked to write on from
 * @param cadence how often
 */
record ValidationSchedule(Optional<Validation> validation, Samples samples, Cadence cadence) {

    /** Does what is due after a step; empty when the user asked to stop meanwhile. */
    Optional<TrainingState> look(TrainableModel model, TrainingState state, StepContext context) {
        TrainingState looked = state;
        if (validation.isPresent() && (state.step() == 0 || Cadence.due(cadence.validate(), state.step()))) {
            Optional<Measurement> found = validation.get().onSome(model, context::stopRequested);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            tell(found.get(), state.step(), context);
            looked = looked.measured(found.get().bitsPerByte());
        }
        if (Cadence.due(cadence.sample(), state.step())) {
            samples.tell(model, state.step(), context);
        }
        return Optional.of(looked.lookedAt());
    }

    /** Measures the finished model on all that is held out; empty when the user asked to stop meanwhile. */
    Optional<TrainingState> conclude(TrainableModel model, TrainingState state, StepContext context) {
        TrainingState looked = state;
        if (validation.isPresent()) {
            Optional<Measurement> found = validation.get().onAll(model, context::stopRequested);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            tell(found.get(), state.step(), context);
            looked = looked.measured(found.get().bitsPerByte());
            summarise(found.get(), looked.validations(), context);
        }
        if (cadence.sample() > 0) {
            samples.tell(model, state.step(), context);
        }
        return Optional.of(looked.lookedAt());
    }

    /** Measures earlier weights that were better, instead of the last ones; false when the user asked to stop meanwhile. */
    boolean concludeAgain(TrainableModel model, Validations validations, StepContext context) {
        Optional<Measurement> found = validation.orElseThrow().onAll(model, context::stopRequested);
        if (found.isEmpty()) {
            return false;
        }
        summarise(found.get(), validations, context);
        if (cadence.sample() > 0) {
            samples.tell(model, validations.bestStep(), context);
        }
        return true;
    }

    private static void summarise(Measurement found, Validations validations, StepContext context) {
        context.metrics().summarise("bitsPerByte", found.bitsPerByte());
        context.metrics().summarise("bitsPerByteBefore", validations.before());
        context.metrics().summarise("bitsPerByteBest", validations.best());
        context.metrics().summarise("validationLoss", found.loss().mean());
    }

    private static void tell(Measurement found, long step, StepContext context) {
        double nats = found.loss().mean();
        context.metrics().record(step, Map.of("bitsPerByte", found.bitsPerByte(), "validationLoss", nats));
        context.progress()
                .note(String.format(
                        Locale.ROOT,
                        "step %d: %.4f bits per byte on %,d held-out tokens",
                        step,
                        found.bitsPerByte(),
                        found.loss().targets()));
    }
}
