// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.recipes;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seance.api.model.Conditioning;
import dev.seance.api.model.ParameterCount;
import dev.seance.core.plan.LlmCost;
import dev.seance.core.plan.Plan;
import dev.seance.core.plan.PlannedSource;
import dev.seance.core.plan.PlannedStep;
import dev.seance.core.plan.TrainingCost;
import dev.seance.core.recipe.Problem;
import dev.seance.core.step.ModelArtifact;
import dev.seance.core.store.Json;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.IntStream;

/** Plans and problems as scripts read them; the names of the fields are stable. */
final class PlanJson {

    private PlanJson() {}

    /** @param notes what a run needs beside, such as secrets that are not set */
    static ObjectNode of(Plan plan, List<Problem> notes) {
        ObjectNode root = of(plan.preflight(), notes);
        root.put("recipe", plan.recipe().name());
        plan.support().ifPresent(support -> {
            ObjectNode backend = root.putObject("backend");
            backend.put("plugin", plan.backend().orElseThrow().extension().name());
            addTo(backend.putArray("devices"), support.devices());
            addTo(backend.putArray("precisions"), support.precisions());
            backend.put("windows", support.windows());
        });
        ArrayNode steps = root.putArray("steps");
        for (PlannedStep step : plan.steps()) {
            ObjectNode node = steps.addObject();
            node.put("name", step.name());
            node.put("kind", step.step().kind().key());
            node.put("plugin", step.extension().extension().name());
            step.from().forEach(source -> node.withArray("from").add(source.name()));
            node.withArray("from");
            node.put("fingerprint", step.fingerprint().orElse(null));
            node.put("cached", step.cached());
            node.put("why", step.why());
            ObjectNode options = node.putObject("options");
            step.extension().options().effective().forEach(options::put);
            Conditioning conditioning = step.step().conditioning();
            conditioning.tags().ifPresent(tags -> node.put(ModelArtifact.TAGS, tags.text()));
            conditioning.system().ifPresent(system -> node.put(ModelArtifact.SYSTEM, system));
            step.source().ifPresent(source -> addTo(node.putObject("source"), source));
            ObjectNode estimate = node.putObject("estimate");
            step.cost().ifPresent(cost -> addTo(estimate, cost));
            step.llmCost().ifPresent(cost -> addTo(estimate.putObject("llm"), cost));
        }
        return root;
    }

    private static void addTo(ArrayNode array, Set<? extends Enum<?>> choices) {
        choices.stream()
                .sorted(Comparator.comparingInt(Enum::ordinal))
                .forEach(choice -> array.add(choice.name().toLowerCase(Locale.ROOT)));
    }

    private static void addTo(ObjectNode node, PlannedSource source) {
        source.overview().ifPresent(overview -> {
            overview.documents().ifPresent(count -> node.put("documents", count));
            overview.pages().ifPresent(count -> node.put("pages", count));
            node.put("bytes", overview.bytes());
            overview.firstYear().ifPresent(year -> node.put("firstYear", year));
            overview.lastYear().ifPresent(year -> node.put("lastYear", year));
        });
        ObjectNode skipped = node.putObject("skipped");
        source.skipped()
                .forEach(one ->
                        skipped.put(one.reason(), skipped.path(one.reason()).asInt() + 1));
    }

    private static void addTo(ObjectNode estimate, LlmCost cost) {
        estimate.put("llm", cost.llm()).put("model", cost.model());
        estimate.put("calls", cost.calls());
        estimate.put("inputTokens", cost.inputTokens()).put("outputTokens", cost.outputTokens());
        estimate.put("answers", cost.measured());
        if (cost.terms().price().isPresent()) {
            estimate.put("usd", cost.usd());
        }
    }

    private static void addTo(ObjectNode estimate, TrainingCost cost) {
        ObjectNode model = estimate.putObject("model");
        cost.config().toMetadata().forEach(model::put);
        ParameterCount count = cost.config().parameters();
        estimate.putObject("parameters")
                .put("total", count.total())
                .put("matrices", count.matrices())
                .put("embeddings", count.embeddings())
                .put("valueEmbeddings", count.valueEmbeddings())
                .put("head", count.head())
                .put("scalars", count.scalars())
                .put("matmul", count.matmulParameters());
        boolean bounded = cost.estimate().minutes().isPresent();
        cost.estimate().steps().ifPresent(steps -> estimate.put(bounded ? "maxSteps" : "steps", steps));
        put(estimate, "minutes", cost.estimate().minutes());
        estimate.put("tokensPerStep", cost.estimate().tokensPerStep());
        estimate.put("flopsPerToken", cost.config().flopsPerToken());
        ObjectNode derived = estimate.putObject("derived");
        cost.estimate().derived().forEach(derived::put);
        ArrayNode windows = estimate.putArray("windows");
        IntStream.range(0, cost.config().layers()).map(cost.config()::window).forEach(windows::add);
        estimate.put("microBatch", cost.estimate().microBatch());
        cost.memoryBytes().ifPresent(bytes -> estimate.put("memoryBytes", bytes));
        cost.remarks().forEach(estimate.putArray("remarks")::add);
        put(estimate, "flops", cost.flops());
        put(estimate, "hours", cost.hours());
        put(estimate, "usd", cost.usd());
        cost.rate().ifPresent(rate -> estimate.put("device", rate.name()));
    }

    private static void put(ObjectNode node, String name, OptionalDouble value) {
        value.ifPresent(number -> node.put(name, number));
    }

    /** The answer about a recipe with mistakes, or without any. */
    static ObjectNode of(List<Problem> problems, List<Problem> notes) {
        ObjectNode root = Json.mapper().createObjectNode();
        add(root.putArray("problems"), problems);
        add(root.putArray("notes"), notes);
        return root;
    }

    private static void add(ArrayNode array, List<Problem> problems) {
        for (Problem problem : problems) {
            array.addObject()
                    .put("file", problem.file())
                    .put("line", problem.line())
                    .put("column", problem.column())
                    .put("message", problem.message());
        }
    }
}
