// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seance.core.plan.LlmCost;
import dev.seance.core.plan.PlannedStep;
import dev.seance.core.recipe.Budget;
import dev.seance.core.store.AtomicFiles;
import dev.seance.core.store.CallLog;
import dev.seance.core.store.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a step cost, and what was forecast for its calls to language models before the first of them: the forecast is kept
 * beside the unfinished work, because a run that goes on after a kill knows more.
 */
public final class StepMoney {

    /** The metrics of a step that has asked language models, or whose machine has a price. */
    public static final String LLM_USD = "llmUsd";

    public static final String FORECAST_USD = "llmForecastUsd";
    public static final String CALLS = "llmCalls";
    public static final String FORECAST_CALLS = "llmForecastCalls";
    public static final String MACHINE_USD = "machineUsd";

    private static final Logger LOG = LoggerFactory.getLogger(StepMoney.class);
    private static final String FILE = "forecast.json";

    private final Optional<Budget> budget;
    private final Optional<ObjectNode> forecast;

    /** @param workspace of the step's execution; the forecast lies beside it */
    StepMoney(PlannedStep step, Optional<Budget> budget, Path workspace) {
        this.budget = budget;
        this.forecast = step.llmCost().flatMap(cost -> first(cost, workspace.resolveSibling(FILE)));
    }

    /** The forecast of the first execution. For people only: without it a step is complete. */
    private static Optional<ObjectNode> first(LlmCost cost, Path file) {
        try {
            if (!Files.exists(file)) {
                ObjectNode node = Json.mapper().createObjectNode();
                node.put(FORECAST_CALLS, cost.calls()).put(FORECAST_USD, cost.usd());
                AtomicFiles.write(file, Json.line(node));
            }
            return Optional.of(Json.read(file, ObjectNode.class));
        } catch (IOException e) {
            LOG.warn("{}: the forecast will not be in the report: {}", file, e.toString());
            return Optional.empty();
        }
    }

    /** What it came to, in US dollars. */
    double usd(CallLog.Totals calls, double seconds) {
        return calls.usd() + machineUsd(seconds);
    }

    private double machineUsd(double seconds) {
        return budget.map(found -> found.usdPerHour().orElse(0)).orElse(0.0) * seconds / 3600;
    }

    Map<String, Double> metrics(CallLog.Totals calls, double seconds) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        if (calls.calls() > 0) {
            metrics.put(CALLS, (double) calls.calls());
            forecast.ifPresent(given ->
                    metrics.put(FORECAST_CALLS, given.path(FORECAST_CALLS).asDouble()));
            metrics.put("llmInputTokens", (double) calls.inputTokens());
            metrics.put("llmOutputTokens", (double) calls.outputTokens());
            metrics.put(LLM_USD, calls.usd());
            forecast.ifPresent(
                    given -> metrics.put(FORECAST_USD, given.path(FORECAST_USD).asDouble()));
        }
        if (machineUsd(seconds) > 0) {
            metrics.put(MACHINE_USD, machineUsd(seconds));
        }
        return metrics;
    }
}
