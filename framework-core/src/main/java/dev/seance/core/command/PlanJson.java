// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seance.api.model.ParameterCount;
import dev.seance.core.plan.Plan;
import dev.seance.core.plan.PlannedStep;
import dev.seance.core.plan.TrainingCost;
import dev.seance.core.recipe.Problem;
import dev.seance.core.store.Json;
import java.util.List;
import java.util.OptionalDouble;

/** Plans and problems as scripts read them; the names of the fields are stable. */
final class PlanJson {

    private PlanJson() {}

    static ObjectNode of(Plan plan) {
        ObjectNode root = of(plan.obstacles());
        root.put("recipe", plan.recipe().name());
        ArrayNode steps = root.putArray("steps");
        for (PlannedStep step : plan.steps()) {
            ObjectNode node = steps.addObject();
            node.put("name", step.name());
            node.put("kind", step.step().kind().key());
            node.put("plugin", step.extension().extension().name());
            step.from().forEach(source -> node.withArray("from").add(source.name()));
            node.withArray("from");
            node.put("fingerprint", step.fingerprint());
            node.put("cached", step.cached());
            node.put("why", step.why());
            ObjectNode options = node.putObject("options");
            step.extension().options().effective().forEach(options::put);
            ObjectNode estimate = node.putObject("estimate");
            step.cost().ifPresent(cost -> addTo(estimate, cost));
        }
        return root;
    }

    private static void addTo(ObjectNode estimate, TrainingCost cost) {
        ObjectNode model = estimate.putObject("model");
        cost.shape().toMetadata().forEach(model::put);
        ParameterCount count = cost.shape().parameters();
        estimate.putObject("parameters")
                .put("total", count.total())
                .put("matrices", count.matrices())
                .put("embeddings", count.embeddings())
                .put("valueEmbeddings", count.valueEmbeddings())
                .put("head", count.head())
                .put("scalars", count.scalars());
        cost.estimate().steps().ifPresent(steps -> estimate.put("steps", steps));
        estimate.put("tokensPerStep", cost.estimate().tokensPerStep());
        estimate.put("flopsPerToken", cost.shape().flopsPerToken());
        ObjectNode derived = estimate.putObject("derived");
        cost.estimate().derived().forEach(derived::put);
        put(estimate, "flops", cost.flops());
        put(estimate, "hours", cost.hours());
        put(estimate, "usd", cost.usd());
        cost.rate().ifPresent(rate -> estimate.put("device", rate.name()));
    }

    private static void put(ObjectNode node, String name, OptionalDouble value) {
        value.ifPresent(number -> node.put(name, number));
    }

    /** The answer about a recipe with mistakes, or without any. */
    static ObjectNode of(List<Problem> problems) {
        ObjectNode root = Json.mapper().createObjectNode();
        ArrayNode array = root.putArray("problems");
        for (Problem problem : problems) {
            array.addObject()
                    .put("file", problem.file())
                    .put("line", problem.line())
                    .put("column", problem.column())
                    .put("message", problem.message());
        }
        return root;
    }
}
