// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.run;

import dev.seance.api.corpus.CorpusFilter;
import dev.seance.api.corpus.CorpusSource;
import dev.seance.api.dialogue.DialogueExtractor;
import dev.seance.api.evaluation.Evaluator;
import dev.seance.api.export.Exporter;
import dev.seance.api.model.ModelBackend;
import dev.seance.api.model.TrainedModel;
import dev.seance.api.run.ArtifactKind;
import dev.seance.api.run.Environment;
import dev.seance.api.run.StopException;
import dev.seance.api.run.UserError;
import dev.seance.api.step.StepInputs;
import dev.seance.api.synthesis.LlmGateway;
import dev.seance.api.synthesis.SyntheticGenerator;
import dev.seance.api.tokenizer.Tokenizer;
import dev.seance.api.training.Trainer;
import dev.seance.core.failure.ResourceExhausted;
import dev.seance.core.plan.BoundExtension;
import dev.seance.core.plan.Plan;
import dev.seance.core.plan.PlannedStep;
import dev.seance.core.plugins.PluginHost;
import dev.seance.core.recipe.StepKind;
import dev.seance.core.store.Artifact;
import dev.seance.core.store.ArtifactStore;
import dev.seance.core.store.AtomicFiles;
import dev.seance.core.store.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Runs a plan: step after step, those that the store has already are taken from it. One run at a time per object, on the
 * calling thread.
 */
public final class Runner {

    private final PluginHost host;
    private final ArtifactStore store;
    private final Environment environment;
    private final Display display;
    private final StopSignal stop;

    public Runner(PluginHost host, ArtifactStore store, Environment environment, Display display, StopSignal stop) {
        this.host = host;
        this.store = store;
        this.environment = environment;
        this.display = display;
        this.stop = stop;
    }

    /**
     * Runs a plan.
     *
     * @param folder the run's own folder
     * @return what became of each step
     * @throws StopException when the user asked to; all finished work stands
     * @throws UserError when only the user can put right what went wrong; all finished work stands
     */
    public List<StepResult> run(Plan plan, RunFolder folder) throws IOException {
        try (RecipeLlms llms = new RecipeLlms(plan.llms(), host)) {
            return run(plan, folder, llms);
        }
    }

    private List<StepResult> run(Plan plan, RunFolder folder, LlmGateway llms) throws IOException {
        plan.recipe().budget().ifPresent(budget -> {
            if (plan.usd().orElse(0) > budget.usd()) {
                throw new UserError(String.format(
                        Locale.ROOT,
                        "the steps still to be made are estimated at $%.2f, above the recipe's budget of $%.2f; raise"
                                + " budget.usd, or make the run smaller",
                        plan.usd().getAsDouble(),
                        budget.usd()));
            }
        });
        Map<String, Artifact> made = new LinkedHashMap<>();
        List<StepResult> results = new ArrayList<>();
        ModelBackend backend = plan.backend()
                .map(bound -> bound.create(host, ModelBackend.class))
                .orElse(null);
        for (PlannedStep step : plan.steps()) {
            try {
                if (step.artifact().isPresent()) {
                    Artifact artifact = step.artifact().get();
                    display.line("[" + step.name() + "] HIT: " + step.why());
                    made.put(step.name(), artifact);
                    results.add(StepResult.of(step, artifact, true));
                } else if (step.makes().isPresent()) {
                    results.add(make(plan, step, made, backend, llms, folder));
                } else {
                    export(plan, step, made, backend, folder);
                    continue;
                }
            } catch (UserError e) {
                throw naming(step, e);
            } catch (OutOfMemoryError | StackOverflowError | ResourceExhausted e) {
                throw ResourceExhausted.during("step '" + step.name() + "'", e);
            }
            folder.link(step.name(), made.get(step.name()).folder());
        }
        return results;
    }

    /** The error with the step's name in front, which a plugin may leave out. */
    private static UserError naming(PlannedStep step, UserError error) {
        String name = "[" + step.name() + "] ";
        return error.getMessage().startsWith(name) ? error : new UserError(name + error.getMessage(), error);
    }

    private StepResult make(
            Plan plan,
            PlannedStep step,
            Map<String, Artifact> made,
            ModelBackend backend,
            LlmGateway llms,
            RunFolder folder)
            throws IOException {
        ArtifactKind kind = step.makes().orElseThrow();
        try (ArtifactStore.Draft draft = store.begin(kind, step.fingerprint())) {
            // Another run may have made it since this one was planned, and others may be reading it now.
            Optional<Artifact> meanwhile = store.find(kind, step.fingerprint());
            if (meanwhile.isPresent()) {
                display.line("[" + step.name() + "] HIT: made by another run meanwhile");
                made.put(step.name(), meanwhile.get());
                return StepResult.of(step, meanwhile.get(), true);
            }
            display.line("[" + step.name() + "] MISS: " + step.why());
            Map<String, Double> metrics = new LinkedHashMap<>();
            double seconds;
            try (StepRun run = new StepRun(
                    step.name(),
                    plan.recipe().seed(),
                    draft.workspace(),
                    display,
                    stop,
                    folder.file(RunFolder.METRICS))) {
                StepInputs inputs = new ArtifactReader(host).inputs(step, made, backend);
                Map<String, Double> figures =
                        maker(plan, step, inputs, backend, llms).make(draft.output(), run);
                metrics.putAll(run.summary());
                metrics.putAll(figures);
                seconds = run.seconds();
            }
            keepCurve(draft);
            Artifact artifact = draft.commit(files -> new Manifest(
                    Manifest.FORMAT,
                    Manifest.VERSION,
                    kind.name().toLowerCase(Locale.ROOT),
                    step.fingerprint(),
                    plan.recipe().name(),
                    step.name(),
                    step.keyInputs(),
                    attributes(step, made),
                    plugins(plan, step),
                    metrics,
                    files,
                    seconds,
                    0,
                    Instant.now(environment.clock())
                            .truncatedTo(ChronoUnit.SECONDS)
                            .toString()));
            made.put(step.name(), artifact);
            display.line("[" + step.name() + "] done in " + Durations.inWords(seconds));
            return StepResult.of(step, artifact, false);
        }
    }

    /** Exports are files for others: they go into the run's exports, a folder a step. */
    private void export(Plan plan, PlannedStep step, Map<String, Artifact> made, ModelBackend backend, RunFolder folder)
            throws IOException {
        Path exports = folder.file(RunFolder.EXPORTS);
        Path target = Files.createDirectories(exports.resolve(step.name()));
        Path work = Files.createDirectories(exports.resolve(step.name() + ".work").resolve("workspace"));
        try (StepRun run =
                new StepRun(step.name(), plan.recipe().seed(), work, display, stop, folder.file(RunFolder.METRICS))) {
            Exporter exporter = step.extension().create(host, Exporter.class);
            TrainedModel model =
                    new ArtifactReader(host).inputs(step, made, backend).model();
            List<Path> files = exporter.export(model, target, run);
            display.line("[" + step.name() + "] wrote " + files.size() + " files to " + target);
        }
        AtomicFiles.deleteTree(work.getParent());
    }

    private static void keepCurve(ArtifactStore.Draft draft) throws IOException {
        Path curve = draft.workspace().resolveSibling(Artifact.CURVE);
        if (Files.size(curve) > 0) {
            RecordedCurve.copy(curve, draft.output().resolve(Artifact.CURVE));
        }
    }

    private StepExecutor maker(Plan plan, PlannedStep step, StepInputs inputs, ModelBackend backend, LlmGateway llms) {
        BoundExtension extension = step.extension();
        StageRunner stages = new ThreadStageRunner(environment.threads());
        StepKind kind = step.step().kind();
        return switch (kind) {
            case CORPUS ->
                new CorpusExecutor(
                        extension.create(host, CorpusSource.class),
                        filters(step),
                        new HoldOut(step.step().holdOut(), plan.recipe().seed(), ""),
                        stages);
            case TOKENIZER -> new VocabularyExecutor(extension.create(host, Tokenizer.class), inputs.corpus());
            case TRAINER ->
                new TrainingExecutor(
                        extension.create(host, Trainer.class),
                        backend,
                        step.shape().orElseThrow(),
                        inputs);
            case DIALOGUE ->
                new DialogueExecutor(extension.create(host, DialogueExtractor.class), inputs.corpus(), stages);
            case SYNTHETIC ->
                new SyntheticExecutor(extension.create(host, SyntheticGenerator.class, llms), inputs, stages);
            case EVALUATE -> new EvaluationExecutor(extension.create(host, Evaluator.class, llms), inputs);
            case EXPORT -> throw new IllegalStateException("an export makes no artifact");
        };
    }

    private List<NamedFilter> filters(PlannedStep step) {
        return step.filters().stream()
                .map(filter -> new NamedFilter(filter.extension().name(), filter.create(host, CorpusFilter.class)))
                .toList();
    }

    /** The tokenizer of a vocabulary, and of every model trained with it. */
    private static Map<String, String> attributes(PlannedStep step, Map<String, Artifact> made) {
        if (step.step().kind() == StepKind.TOKENIZER) {
            return Map.of(ArtifactReader.TOKENIZER, step.extension().extension().name());
        }
        if (step.step().kind() == StepKind.TRAINER) {
            Optional<String> tokenizer = step.from().stream()
                    .map(source ->
                            made.get(source.name()).manifest().attributes().get(ArtifactReader.TOKENIZER))
                    .filter(name -> name != null)
                    .findFirst();
            return Map.of(ArtifactReader.TOKENIZER, tokenizer.orElseThrow());
        }
        return Map.of();
    }

    private static Map<String, String> plugins(Plan plan, PlannedStep step) {
        Map<String, String> plugins = new LinkedHashMap<>();
        List<BoundExtension> used = new ArrayList<>(List.of(step.extension()));
        used.addAll(step.filters());
        if (step.usesModel()) {
            plan.backend().ifPresent(used::add);
        }
        used.forEach(bound -> plugins.put(
                bound.extension().plugin().id(), bound.extension().plugin().version()));
        return plugins;
    }
}
