// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import dev.seance.api.model.Loss;
import dev.seance.api.model.OptimizerStep;
import dev.seance.api.model.PeakThroughput;
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
 * Learns: {@link #run} is the whole of it. Knows neither where the rows come from nor what computes.
 *
 * <p>An interruption leaves no trace in the weights. All that a step depends on is the model with its optimiser state,
 * which the checkpoint holds, and the step's number, from which batch and rates follow. Gradients are never saved: a
 * step that was not finished is begun again.
 */
final class TrainingLoop {

    /** Where checkpoints that are kept for good stay, beside the finished model. */
    static final String KEPT = "checkpoints";

    private static final int DOCUMENTS_NAMED = 5;

    private final TrainingJob job;
    private final StepContext context;
    private final TrainingPlan plan;
    private final TrainingData data;
    private final ValidationSchedule watch;
    private final CheckpointStore checkpoints;
    private final BestWeights best;
    private PeakThroughput peaks;

    TrainingLoop(TrainingJob job, StepContext context, TrainingPlan plan, TrainingData data, ValidationSchedule watch) {
        this.job = job;
        this.context = context;
        this.plan = plan;
        this.data = data;
        this.watch = watch;
        this.checkpoints = new CheckpointStore(context.workspace(), plan.terms(), plan.keeping());
        this.best = new BestWeights(context.workspace());
    }

    /** Opens the model a training starts from. */
    @FunctionalInterface
    interface Start {
        TrainableModel open() throws IOException;
    }

    void run(Start start) throws IOException {
        Resumption.Begun begun = new Resumption(job, context, plan, data, checkpoints).begin(start);
        TrainingState state = begun.state();
        try (TrainableModel model = begun.model()) {
            peaks = job.backend().peaks();
            context.progress().begin("training", plan.steps(), "steps");
            context.progress().advance(state.step());
            while (plan.goesOn(state)) {
                if (state.looked() < state.step()) {
                    Optional<TrainingState> looked = watch.look(model, state, context);
                    state = looked.isPresent() ? looked.get() : stop(model, state);
                    keepIfBest(model, state);
                    continue;
                }
                if (plan.keeping().due(state.step())) {
                    checkpoints.save(model, state);
                }

                long number = state.step() + 1;
                long began = System.nanoTime();
                long engineBegan = model.engineNanos();
                StepBatch batch = data.step(number);
                Loss loss = Loss.NONE;
                for (TokenBatch rows : batch.batches()) {
                    if (context.stopRequested()) {
                        stop(model, state);
                    }
                    loss = loss.plus(model.accumulate(rows, 1.0 / batch.targets()));
                    if (!Double.isFinite(loss.nats())) {
                        throw diverged(
                                "loss",
                                loss.nats(),
                                number,
                                data.sources(number, batch.batches().indexOf(rows)));
                    }
                }
                OptimizerStep step = plan.optimizer().step(number, plan.schedule());
                double norm = model.update(step);
                if (!Double.isFinite(norm)) {
                    // The update changed nothing, and the loss of these weights was a number: they are worth keeping.
                    checkpoints.save(model, state);
                    throw diverged("gradient norm", norm, number, data.sources(number));
                }
                double seconds = (System.nanoTime() - began) / 1e9;
                double engineSeconds = (model.engineNanos() - engineBegan) / 1e9;

                StepTiming effort = new StepTiming(batch.tokens(), batch.padding(), seconds, engineSeconds);
                state = state.learnt(loss.mean(), effort, data.cursor(number));
                record(number, loss.mean(), step.rule(plan.optimizer().main()).learningRate(), norm, effort);
            }
            checkpoints.save(model, state);
            state = conclude(model, state);
        }
        if (!plan.endsWithLast(state)) {
            concludeWithBest(state);
        }
        checkpoints.keepForGood(job.output().resolve(KEPT));
        summarise(state);
    }

    private void keepIfBest(TrainableModel model, TrainingState state) throws IOException {
        if (plan.keepsBest() && state.validations().bestStep() == state.step()) {
            Set<Long> others = checkpoints.states().stream()
                    .map(saved -> saved.validations().bestStep())
                    .collect(Collectors.toSet());
            best.keep(model, state.step(), others);
        }
    }

    /** Measures the model of the last step and saves it, unless an earlier one was better. */
    private TrainingState conclude(TrainableModel model, TrainingState state) throws IOException {
        Optional<TrainingState> concluded = watch.conclude(model, state, context);
        TrainingState last = concluded.isPresent() ? concluded.get() : stop(model, state);
        if (plan.endsWithLast(last)) {
            model.save(job.output(), false);
        }
        return last;
    }

    private void concludeWithBest(TrainingState state) throws IOException {
        long step = state.validations().bestStep();
        context.progress().note("the weights of step " + step + " validated best and are the ones kept");
        try (TrainableModel model = job.backend().restore(best.whole(step))) {
            if (!watch.concludeAgain(model, state.validations(), context)) {
                throw new StopException("step " + state.step() + " saved");
            }
            model.save(job.output(), false);
        }
    }

    private TrainingState stop(TrainableModel model, TrainingState state) throws IOException {
        checkpoints.save(model, state);
        throw new StopException("step " + state.step() + " of " + plan.steps() + " saved");
    }

    private void record(long number, double loss, double rate, double norm, StepTiming effort) {
        Map<String, Double> point = new LinkedHashMap<>();
        point.put("loss", loss);
        point.put("rate", rate);
        point.put("gradientNorm", norm);
        point.putAll(effort.figures(job.config(), peaks));
        context.metrics().record(number, point);
        context.progress().advance(1);
        context.progress()
                .state(String.format(Locale.ROOT, "loss %.3f, %,.0f tokens/s", loss, effort.tokensPerSecond()));
    }

    private void summarise(TrainingState state) {
        Metrics metrics = context.metrics();
        metrics.summarise("loss", state.loss());
        metrics.summarise("steps", state.step());
        metrics.summarise("tokens", state.effort().tokens());
        state.effort().figures(job.config(), peaks).forEach(metrics::summarise);
        metrics.summarise("epochs", data.epochsAfter(state.step()));
        metrics.summarise("parameters", job.config().parameters().total());
    }

    private UserError diverged(String what, double value, long number, Set<String> documents) {
        String named = documents.stream().limit(DOCUMENTS_NAMED).collect(Collectors.joining(", "));
        String more = documents.size() > DOCUMENTS_NAMED ? ", " + (documents.size() - DOCUMENTS_NAMED) + " more" : "";
        String saved = checkpoints
                .lastGood()
                .map(folder -> "the last good checkpoint is " + folder
                        + "; lower the learning rates or lengthen warmup and run again, with resume: and this path to go"
                        + " on from there")
                .orElse("there is no checkpoint yet; lower the learning rates or lengthen warmup and run again");
        return new UserError("[" + context.step() + "] step " + number + " of " + plan.steps() + ": the " + what
                + " is " + value + " (learning from " + named + more + "); " + saved);
    }
}
