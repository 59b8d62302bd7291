// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.run;

import dev.seance.api.corpus.CorpusFilter;
import dev.seance.api.model.ModelBackend;
import dev.seance.api.model.ModelHistory;
import dev.seance.api.run.Environment;
import dev.seance.api.run.UserError;
import dev.seance.api.step.StepInputs;
import dev.seance.api.synthesis.LlmGateway;
import dev.seance.core.failure.ResourceExhausted;
import dev.seance.core.llm.RecipeLlms;
import dev.seance.core.plan.BoundExtension;
import dev.seance.core.plan.Plan;
import dev.seance.core.plan.PlannedSource;
import dev.seance.core.plan.PlannedStep;
import dev.seance.core.plan.StepResolution;
import dev.seance.core.plan.StepResolver;
import dev.seance.core.plugins.PluginHost;
import dev.seance.core.recipe.Era;
import dev.seance.core.recipe.Recipe;
import dev.seance.core.step.ArtifactType;
import dev.seance.core.step.ForeignVocabulary;
import dev.seance.core.step.StepExecutor;
import dev.seance.core.step.StepResources;
import dev.seance.core.step.ThreadStageRunner;
import dev.seance.core.store.Artifact;
import dev.seance.core.store.ArtifactStore;
import dev.seance.core.store.AtomicFiles;
import dev.seance.core.store.CallLog;
import dev.seance.core.store.ContentDigest;
import dev.seance.core.store.LockOwner;
import dev.seance.core.store.Manifest;
import dev.seance.kit.stage.ExtensionRef;
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
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import org.pf4j.ExtensionPoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a plan: step after step. A step's key is completed when its inputs are there; an artifact that the store has
 * already is taken from it. One run at a time per object, on the calling thread.
 */
public final class Runner {

    private static final Logger LOG = LoggerFactory.getLogger(Runner.class);
    private static final String MEANWHILE = "made by another run meanwhile";

    private final PluginHost host;
    private final ArtifactStore store;
    private final Environment environment;
    private final Display display;
    private final StopSignal stop;
    private final Set<String> acceptCode;
    private final StepResolver resolver;

    /**
     * @param acceptCode the steps whose artifact may be one that differs only in the code of plugins; see
     *     {@link StepResolver#sameButForCode}
     */
    public Runner(
            PluginHost host,
            ArtifactStore store,
            Environment environment,
            Display display,
            StopSignal stop,
            Set<String> acceptCode) {
        this.host = host;
        this.store = store;
        this.environment = environment;
        this.display = display;
        this.stop = stop;
        this.acceptCode = Set.copyOf(acceptCode);
        this.resolver = new StepResolver(store, host.catalog());
    }

    /**
     * Runs a plan.
     *
     * @param folder the run's own folder
     * @return what became of each step
     * @throws dev.seance.api.run.StopException when the user asked to; all finished work stands
     * @throws UserError when only the user can put right what went wrong; all finished work stands
     */
    public List<StepResult> run(Plan plan, RunFolder folder) throws IOException {
        checkBudget(plan);
        try (RecipeLlms llms = llms(plan)) {
            Optional<ModelBackend> backend = plan.backend().map(bound -> bound.create(host, ModelBackend.class));
            return new Execution(plan, folder, llms, backend).run();
        }
    }

    private RecipeLlms llms(Plan plan) {
        return new RecipeLlms(
                plan.llms(),
                host,
                store.root().resolve(CallLog.FILE),
                environment.clock(),
                plan.recipe()
                        .budget()
                        .map(budget -> OptionalDouble.of(budget.usd()))
                        .orElse(OptionalDouble.empty()),
                stop::requested);
    }

    private static void checkBudget(Plan plan) {
        plan.recipe().budget().ifPresent(budget -> {
            // Calls to language models are stopped before they exceed it, wherever their forecast is wrong.
            if (plan.trainingUsd().orElse(0) > budget.usd()) {
                throw new UserError(String.format(
                        Locale.ROOT,
                        "the steps still to be made are estimated at $%.2f, above the recipe's budget of $%.2f; raise"
                                + " budget.usd, or make the run smaller",
                        plan.trainingUsd().getAsDouble(),
                        budget.usd()));
            }
        });
    }

    /** One run of one plan. */
    private final class Execution {

        private final Plan plan;
        private final RunFolder folder;
        private final RecipeLlms llms;
        private final Optional<ModelBackend> backend;
        private final ProgressFile progress;
        private final Map<String, Artifact> made = new LinkedHashMap<>();
        private final List<StepResult> results = new ArrayList<>();

        Execution(Plan plan, RunFolder folder, RecipeLlms llms, Optional<ModelBackend> backend) {
            this.plan = plan;
            this.folder = folder;
            this.llms = llms;
            this.backend = backend;
            this.progress = new ProgressFile(folder, plan, environment.clock());
        }

        List<StepResult> run() throws IOException {
            for (PlannedStep step : plan.steps()) {
                try {
                    if (step.makes().isEmpty()) {
                        export(step);
                    } else {
                        StepResult result = artifact(step, step.makes().get());
                        folder.link(step.name(), made.get(step.name()).folder());
                        results.add(result);
                    }
                } catch (UserError e) {
                    throw naming(step, e);
                } catch (OutOfMemoryError | StackOverflowError | ResourceExhausted e) {
                    throw ResourceExhausted.during("step '" + step.name() + "'", e);
                }
            }
            return results;
        }

        private StepResult artifact(PlannedStep step, ArtifactType type) throws IOException {
            StepResolution resolution = step.resolution().orElseGet(() -> resolver.resolve(step, inputs(step)));
            boolean planned = resolution.artifact().isPresent();
            // Looked up again, also what the plan found: somebody may have deleted it since, or made it.
            Optional<Artifact> found = claim(step, type, resolution.fingerprint());
            if (found.isPresent()) {
                return hit(step, found.get(), planned ? resolution.why() : MEANWHILE);
            }
            LockOwner owner = LockOwner.now(folder.label(), step.name());
            try (ArtifactStore.Draft draft = store.begin(
                    type.kind(), resolution.fingerprint(), owner, new WaitForOtherRun(step.name(), display, stop))) {
                // Another run may have made it since this one was planned, and others may be reading it now.
                Optional<Artifact> meanwhile = store.find(type.kind(), resolution.fingerprint());
                if (meanwhile.isPresent()) {
                    draft.discard();
                    return hit(step, meanwhile.get(), MEANWHILE);
                }
                if (acceptCode.contains(step.name())) {
                    return accept(step, type, resolution, draft);
                }
                String why = planned ? "deleted since the plan" : resolution.why();
                display.line("[" + step.name() + "] MISS: " + why);
                progress.begin(step, why);
                return make(step, type, resolution, draft);
            }
        }

        private Optional<Artifact> claim(PlannedStep step, ArtifactType type, String fingerprint) throws IOException {
            return RunReferences.claim(folder, store, step.name(), type.kind(), fingerprint);
        }

        /** The artifact that differs in the code of plugins alone, noted as used so that no clean-up takes it away. */
        private Artifact sameButForCode(PlannedStep step, ArtifactType type, StepResolution resolution)
                throws IOException {
            Optional<Artifact> other = resolver.sameButForCode(step, resolution.key());
            if (other.isPresent()) {
                other = claim(step, type, other.get().fingerprint());
            }
            return other.orElseThrow(
                    () -> new UserError("--accept-code: the store has no artifact of step '" + step.name()
                            + "' that differs in the code of plugins alone (" + resolution.why()
                            + "); run without it to make the step"));
        }

        private List<Artifact> inputs(PlannedStep step) {
            return step.from().stream().map(source -> made.get(source.name())).toList();
        }

        private StepResult hit(PlannedStep step, Artifact artifact, String why) throws IOException {
            display.line("[" + step.name() + "] HIT: " + why);
            made.put(step.name(), artifact);
            StepResult result = StepResult.of(step, artifact, true);
            progress.hit(step, why, result, artifact.manifest().usd());
            return result;
        }

        /** Takes over what was made from the same by other code, under the key of the present code. */
        private StepResult accept(
                PlannedStep step, ArtifactType type, StepResolution resolution, ArtifactStore.Draft draft)
                throws IOException {
            Artifact other = sameButForCode(step, type, resolution);
            draft.takeFilesOf(other);
            Manifest old = other.manifest();
            Artifact artifact = draft.commit(files -> new Manifest(
                    old.format(),
                    old.version(),
                    old.kind(),
                    resolution.fingerprint(),
                    ContentDigest.of(draft.output(), files, type::isContent),
                    plan.recipe().name(),
                    step.name(),
                    resolution.key().entries(),
                    old.attributes(),
                    old.plugins(),
                    old.environment(),
                    old.fingerprint(),
                    old.metrics(),
                    files,
                    old.seconds(),
                    old.usd(),
                    old.finished()));
            claim(step, type, resolution.fingerprint());
            return hit(step, artifact, "accepted although " + resolution.why());
        }

        private StepResult make(
                PlannedStep step, ArtifactType type, StepResolution resolution, ArtifactStore.Draft draft)
                throws IOException {
            draft.describe(plan.recipe().name(), step.name(), resolution.key().entries());
            Map<String, Double> metrics = new LinkedHashMap<>();
            Map<String, String> facts = HostFacts.here(environment);
            Map<String, String> attributes = new LinkedHashMap<>();
            double seconds;
            StepMoney money = new StepMoney(step, plan.recipe().budget(), draft.workspace());
            DoubleUnaryOperator usd = after -> money.usd(llms.totals(resolution.fingerprint()), after);
            try (StepRun run = stepRun(step, draft.workspace(), usd)) {
                StepExecutor executor = executor(step, resolution.fingerprint(), run);
                Map<String, Double> results = executor.make(draft.output(), run);
                attributes.putAll(executor.attributes());
                metrics.putAll(run.summary());
                metrics.putAll(results);
                facts.putAll(run.environment());
                seconds = run.seconds();
            }
            saveCurve(step, draft);
            attributes.putAll(step.step()
                    .kind()
                    .attributes(step.step().conditioning(), step.extension().extension(), inputs(step)));
            CallLog.Totals calls = llms.totals(resolution.fingerprint());
            metrics.putAll(money.metrics(calls, seconds));
            Artifact artifact = draft.commit(files -> new Manifest(
                    Manifest.FORMAT,
                    Manifest.VERSION,
                    type.key(),
                    resolution.fingerprint(),
                    ContentDigest.of(draft.output(), files, type::isContent),
                    plan.recipe().name(),
                    step.name(),
                    resolution.key().entries(),
                    attributes,
                    plugins(step),
                    facts,
                    null,
                    metrics,
                    files,
                    seconds,
                    money.usd(calls, seconds),
                    Instant.now(environment.clock())
                            .truncatedTo(ChronoUnit.SECONDS)
                            .toString()));
            made.put(step.name(), artifact);
            progress.made(step, seconds, artifact.manifest().usd());
            display.line("[" + step.name() + "] done in " + Durations.inWords(seconds));
            return StepResult.of(step, artifact, false);
        }

        /** Exports are files for others: they go into the run's folder. */
        private void export(PlannedStep step) throws IOException {
            Path target = Files.createDirectories(folder.export(step.name()));
            Path work = folder.file(RunFolder.WORK).resolve(step.name());
            Path workspace = Files.createDirectories(work.resolve("workspace"));
            progress.begin(step, step.why());
            try (StepRun run = stepRun(step, workspace, after -> 0)) {
                Map<String, Double> results =
                        executor(step, folder.label(), run).make(target, run);
                progress.made(step, run.seconds(), 0);
                display.line("[" + step.name() + "] wrote "
                        + results.getOrDefault("files", 0.0).longValue() + " files to " + target);
            }
            try {
                AtomicFiles.deleteTree(work);
            } catch (IOException e) {
                LOG.warn("[{}] the export is finished; {} cannot be deleted: {}", step.name(), work, e.toString());
            }
        }

        /** @param usd what the step has cost after so many seconds of work */
        private StepRun stepRun(PlannedStep step, Path workspace, DoubleUnaryOperator usd) throws IOException {
            return new StepRun(
                    step.name(),
                    StepSeed.of(step, plan.recipe().seed()),
                    workspace,
                    clock -> progress.step(
                            step.name(),
                            display.step(step.name()),
                            clock,
                            () -> usd.applyAsDouble(clock.getAsDouble())),
                    stop,
                    folder.file(RunFolder.METRICS));
        }

        /** What is told of a model that leaves the run. */
        private ModelHistory history() throws IOException {
            Recipe recipe = plan.recipe();
            return RunHistory.of(
                    recipe.title(),
                    recipe.era().map(Era::inWords).orElse(""),
                    results,
                    result -> Optional.ofNullable(made.get(result.name())));
        }

        private StepExecutor executor(PlannedStep step, String stepKey, StepRun run) throws IOException {
            StepInputs inputs = new ArtifactReader(host).inputs(step, made, backend);
            if (step.makes().isEmpty()) {
                inputs = RunHistory.in(inputs, history());
            }
            return step.step()
                    .kind()
                    .executor(new StepResources(
                            extensions(step, llms.forStep(folder.label(), step.name(), stepKey, run.progress())),
                            inputs,
                            step.step().seed().orElse(plan.recipe().seed()),
                            step.step().corpus(),
                            step.source().map(PlannedSource::revision),
                            step.config(),
                            step.step().conditioning(),
                            backend,
                            new ThreadStageRunner(threads(step))));
        }

        /** A step that asks language models mostly waits: as many items at once as they may have requests under way. */
        private int threads(PlannedStep step) {
            int requests = plan.llmsOf(step).values().stream()
                    .mapToInt(llm -> llm.terms().concurrency())
                    .sum();
            return Math.max(environment.threads(), requests);
        }

        private StepResources.Extensions extensions(PlannedStep step, LlmGateway gateway) {
            return new StepResources.Extensions() {
                @Override
                public <T extends ExtensionPoint> T create(Class<T> point) {
                    return step.extension().create(host, point, gateway);
                }

                @Override
                public ExtensionRef ref() {
                    return step.extension().ref();
                }

                @Override
                public ForeignVocabulary vocabulary(Path folder) throws IOException {
                    return new ArtifactReader(host).foreignVocabulary(folder);
                }

                @Override
                public List<StepResources.NamedFilter> filters() {
                    return step.filters().stream()
                            .map(filter -> new StepResources.NamedFilter(
                                    filter.extension().name(), filter.create(host, CorpusFilter.class), filter.ref()))
                            .toList();
                }
            };
        }

        private Map<String, String> plugins(PlannedStep step) {
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

    /** The error with the step's name in front, which a plugin may leave out. */
    private static UserError naming(PlannedStep step, UserError error) {
        String name = "[" + step.name() + "] ";
        return error.getMessage().startsWith(name) ? error : new UserError(name + error.getMessage(), error);
    }

    /** The curve is for people and the report: a step without one is complete. */
    private static void saveCurve(PlannedStep step, ArtifactStore.Draft draft) {
        Path curve = draft.workspace().resolveSibling(Artifact.CURVE);
        try {
            if (Files.exists(curve) && Files.size(curve) > 0) {
                RecordedCurve.copy(curve, draft.output().resolve(Artifact.CURVE));
            }
        } catch (IOException e) {
            LOG.warn("[{}] the curve is not saved: {}", step.name(), e.toString());
        }
    }
}
