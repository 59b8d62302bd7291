// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plan;

import dev.seance.api.evaluation.Evaluator;
import dev.seance.api.synthesis.LlmForecast;
import dev.seance.api.synthesis.SyntheticGenerator;
import dev.seance.core.plugins.PluginHost;
import dev.seance.core.store.ArtifactStore;
import dev.seance.core.store.CallLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a step will ask language models, and what that costs. */
final class LlmPlanning {

    private final PluginHost host;
    private final ArtifactStore store;
    private final Map<String, PlannedLlm> llms;

    LlmPlanning(PluginHost host, ArtifactStore store, Map<String, PlannedLlm> llms) {
        this.host = host;
        this.store = store;
        this.llms = llms;
    }

    /** With what it will ask language models; answers that a stopped execution got count as asked. */
    PlannedStep withCost(PlannedStep step) {
        if (step.cached()) {
            return step;
        }
        Optional<LlmForecast> forecast = forecast(step);
        Optional<PlannedLlm> llm = forecast.map(given -> llms.get(given.llm()));
        if (llm.isEmpty()) {
            return step;
        }
        LlmCost cost = LlmCost.of(forecast.get(), llm.get());
        return step.withLlmCost(step.fingerprint()
                .flatMap(this::calls)
                .map(found -> cost.measuredBy(found.answers(), found.inputTokens(), found.outputTokens()))
                .orElse(cost));
    }

    private Optional<LlmForecast> forecast(PlannedStep step) {
        return switch (step.step().kind().extensionKind()) {
            case SYNTHETIC ->
                step.extension().create(host, SyntheticGenerator.class).forecast();
            case EVALUATE -> step.extension().create(host, Evaluator.class).forecast();
            default -> Optional.empty();
        };
    }

    private Optional<CallLog.Totals> calls(String stepKey) {
        Path file = store.root().resolve(CallLog.FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (CallLog log = CallLog.open(file)) {
            return Optional.of(log.totals(List.of(stepKey)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
