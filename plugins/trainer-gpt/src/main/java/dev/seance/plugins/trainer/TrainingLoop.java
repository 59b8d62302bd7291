// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import dev.seance.api.model.Loss;
import dev.seance.api.model.OptimizerStep;
import dev.seance.api.model.TokenBatch;
import dev.seance.api.model.TrainableModel;
import dev.seance.api.run.Metrics;
import dev.seance.api.run.StepContext;
import dev.seance.api.run.StopException;
import dev.seance.api.run.UserError;
import dev.seance.api.training.TrainingJob;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The training loop; {@link #train} is the whole of it. It knows neither where the sequences come from nor the engine.
 *
 * <p>An interruption leaves no trace in the weights. A step depends on the model with its optimiser state, which the
 * checkpoint holds, on the step's number, from which batch and learning rates follow, and on the number of all steps,
 * see {@link StepCount}. Gradients are never saved: a step that was not finished is done again.
 */
final class TrainingLoop {

    /** Where permanent checkpoints stay, beside the finished model. */
    static final String CHECKPOINTS = "checkpoints";

    private static final int DOCUMENTS_NAMED = 5;

    private final TrainingJob job;
    private final StepContext context;
    private final TrainingConfig config;
    private final DataLoader data;
    private final PeriodicEvaluation evaluation;
    private final StepCount steps;
    private final CheckpointStore checkpoints;
    private final BestWeights best;
    private Utilisation utilisation;

    TrainingLoop(
            TrainingJob job, StepContext context, TrainingConfig config, DataLoader data, PeriodicEvaluation evaluation)
            throws IOException {
        this.job = job;
        this.context = context;
        this.config = config;
        this.data = data;
        this.evaluation = evaluation;
        this.steps = new StepCount(config.schedule(), config.minutes(), config.identity(), context.workspace());
        this.checkpoints = new CheckpointStore(context.workspace(), config.identity(), config.retention());
        this.best = new BestWeights(context.workspace());
    }

    /** Opens the model a training starts from. */
    @FunctionalInterface
    interface Start {
        TrainableModel open() throws IOException;
    }

    void run(Start start) throws IOException {
        try {
            runUnguarded(start);
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
            throw MemoryExhausted.explained(
                    e, context.step(), config.microBatch(), job.config().context());
        }
    }

    private void runUnguarded(Start start) throws IOException {
        try (checkpoints) {
            runToTheEnd(start);
        }
    }

    private void runToTheEnd(Start start) throws IOException {
        Resumption.Resumed resumed = new Resumption(job, context, config, data, steps, checkpoints).resumeOr(start);
        TrainableModel model = resumed.model();
        TrainingState state;
        try {
            context.recordEnvironment(model.computeSettings());
            state = train(model, resumed.state());
            checkpoints.save(model, state);
            checkpoints.linkPermanent(job.output().resolve(CHECKPOINTS));
            state = finish(model, state);
        } finally {
            close(model);
        }
        if (!config.endsWithLast(state)) {
            finishWithBest(state);
        }
        summarise(state);
    }

    private TrainingState train(TrainableModel model, TrainingState from) throws IOException {
        TrainingState state = from;
        utilisation = new Utilisation(
                () -> job.backend().peaks(), () -> job.backend().measurePeaks(), job.config(), System::nanoTime);
        showProgress(state);
        while (state.step() < steps.schedule().steps() && !config.stopsEarly(state)) {
            if (steps.fix(state)) {
                showProgress(state);
                context.progress()
                        .note(String.format(
                                Locale.ROOT,
                                "%.3g s a step: %,d steps fit into %s minutes",
                                steps.secondsPerStep(),
                                steps.schedule().steps(),
                                config.minutes().orElseThrow()));
                continue;
            }
            if (state.evaluatedStep() < state.step()) {
                Optional<TrainingState> evaluated = evaluation.run(model, state, context);
                state = evaluated.isPresent() ? evaluated.get() : stop(model, state);
                saveIfBest(model, state);
                continue;
            }
            if (config.retention().isDue(state.step())) {
                checkpoints.begin(model, state);
            }
            checkpoints.check();

            long number = state.step() + 1;
            long began = System.nanoTime();
            long engineBegan = model.engineNanos();
            StepBatch batch = data.step(number);
            Loss loss = Loss.NONE;
            for (TokenBatch microBatch : batch.microBatches()) {
                if (context.stopRequested()) {
                    stop(model, state);
                }
                loss = loss.plus(model.accumulate(microBatch, config.mean().scale(batch, microBatch)));
                if (!Double.isFinite(loss.nats())) {
                    throw diverged(
                            "loss",
                            loss.nats(),
                            number,
                            data.sources(number, batch.microBatches().indexOf(microBatch)));
                }
            }
            OptimizerStep update = config.optimizer().step(number, steps.schedule());
            double norm = model.update(update);
            if (!Double.isFinite(norm)) {
                // The update changed nothing, and the loss of these weights was finite: they are worth saving.
                checkpoints.save(model, state);
                throw diverged("gradient norm", norm, number, data.sources(number));
            }
            double seconds = (System.nanoTime() - began) / 1e9;
            double engineSeconds = (model.engineNanos() - engineBegan) / 1e9;

            StepTiming timing = new StepTiming(batch.tokens(), batch.padding(), seconds, engineSeconds);
            state = state.afterStep(loss.mean(), timing, data.position(number));
            record(number, loss.mean(), update.rule(config.optimizer().main()).learningRate(), norm, timing);
        }
        return state;
    }

    private void showProgress(TrainingState state) {
        context.progress().begin("training", steps.known().orElse(-1), "steps");
        context.progress().advance(state.step());
    }

    private void saveIfBest(TrainableModel model, TrainingState state) throws IOException {
        if (config.restoresBest() && state.validations().bestStep() == state.step()) {
            Set<Long> others = checkpoints.states().stream()
                    .map(saved -> saved.validations().bestStep())
                    .collect(Collectors.toSet());
            best.save(model, state.step(), others);
        }
    }

    /** Validates the model of the last step and writes it to the output, unless an earlier one was better. */
    private TrainingState finish(TrainableModel model, TrainingState state) throws IOException {
        Optional<TrainingState> evaluated = evaluation.runFinal(model, state, context);
        TrainingState last = evaluated.isPresent() ? evaluated.get() : stop(model, state);
        if (config.endsWithLast(last)) {
            model.save(job.output(), false);
        }
        return last;
    }

    private void finishWithBest(TrainingState state) throws IOException {
        long step = state.validations().bestStep();
        context.progress().note("step " + step + " validated best; its weights become the model");
        TrainableModel model = job.backend().restore(best.verified(step));
        try {
            if (!evaluation.runFinalOnBest(model, state.validations(), context)) {
                throw new StopException("step " + state.step() + " saved");
            }
            model.save(job.output(), false);
        } finally {
            close(model);
        }
    }

    /** Closes a model. A failure must not lose a training whose weights are written, nor hide why one failed. */
    private void close(TrainableModel model) {
        try {
            model.close();
        } catch (RuntimeException e) {
            context.progress().note("warning: cannot free the model: " + e.getMessage());
        }
    }

    private TrainingState stop(TrainableModel model, TrainingState state) throws IOException {
        checkpoints.save(model, state);
        throw new StopException(steps.inWords(state.step()) + " saved");
    }

    private void record(long number, double loss, double learningRate, double norm, StepTiming timing) {
        Map<String, Double> point = new LinkedHashMap<>();
        point.put("loss", loss);
        point.put("learningRate", learningRate);
        point.put("gradNorm", norm);
        point.putAll(timing.metrics(utilisation.of(timing)));
        context.metrics().record(number, point);
        context.progress().advance(1);
        context.progress()
                .state(String.format(Locale.ROOT, "loss %.3f, %,.0f tokens/s", loss, timing.tokensPerSecond()));
    }

    private void summarise(TrainingState state) {
        Metrics metrics = context.metrics();
        metrics.summarise("loss", state.loss());
        metrics.summarise("steps", state.step());
        metrics.summarise("tokens", state.timing().tokens());
        state.timing().metrics(utilisation.overall()).forEach((name, value) -> {
            // A training that only had to be finished has used nothing that could be measured.
            if (!Double.isNaN(value)) {
                metrics.summarise(name, value);
            }
        });
        if (!Double.isNaN(steps.secondsPerStep())) {
            metrics.summarise("measuredSecondsPerStep", steps.secondsPerStep());
        }
        metrics.summarise("epochs", data.epochsAfter(state.step()));
        metrics.summarise("parameters", job.config().parameters().total());
    }

    private UserError diverged(String what, double value, long number, Set<String> documents) throws IOException {
        String named = documents.stream().limit(DOCUMENTS_NAMED).collect(Collectors.joining(", "));
        String more = documents.size() > DOCUMENTS_NAMED ? ", " + (documents.size() - DOCUMENTS_NAMED) + " more" : "";
        String saved = checkpoints
                .lastGood()
                .map(folder -> "the last good checkpoint is " + folder
                        + "; lower learning-rate-scale or raise warmup-steps, and run again with resume: and this path"
                        + " to continue from there")
                .orElse("there is no checkpoint yet; lower learning-rate-scale or raise warmup-steps, and run again");
        return new UserError("[" + context.step() + "] " + steps.inWords(number) + ": the " + what + " is " + value
                + " (documents of the batch: " + named + more + "); " + saved);
    }
}
