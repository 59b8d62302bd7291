// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.llm;

import dev.seance.api.run.Progress;
import dev.seance.api.run.UserError;
import dev.seance.api.synthesis.BatchLlmProvider;
import dev.seance.api.synthesis.LlmClient;
import dev.seance.api.synthesis.LlmGateway;
import dev.seance.api.synthesis.LlmProvider;
import dev.seance.core.plan.BoundExtension;
import dev.seance.core.plan.PlannedLlm;
import dev.seance.core.plugins.PluginHost;
import dev.seance.core.store.CallLog;
import dev.seance.core.text.NearestName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;

/**
 * The language models of a run's recipe: each opened when a step first asks for it and closed at the end of the run, all
 * under one budget, with one log. Safe for use by several threads.
 */
public final class RecipeLlms implements AutoCloseable {

    private final Map<String, PlannedLlm> llms;
    private final PluginHost host;
    private final Path logFile;
    private final Clock clock;
    private final Waiting waiting;
    private final Spending spending;
    private final Map<String, OpenLlm> open = new LinkedHashMap<>();
    private CallLog log;

    /**
     * @param log the file of the {@link CallLog}, which is begun when a step first asks
     * @param budget the most the run may spend, in US dollars; empty for no limit
     */
    public RecipeLlms(
            Map<String, PlannedLlm> llms,
            PluginHost host,
            Path log,
            Clock clock,
            OptionalDouble budget,
            BooleanSupplier stopRequested) {
        this.llms = Map.copyOf(llms);
        this.host = host;
        this.logFile = log;
        this.clock = clock;
        this.waiting = new Waiting(stopRequested);
        this.spending = new Spending(budget, waiting);
    }

    /**
     * The models as one step asks them. What an execution of the same step spent before it was stopped counts against the
     * budget.
     *
     * @param run the run's label
     * @param step the step's name
     * @param stepKey the fingerprint of what it makes
     * @param progress where the step's user sees how many requests wait in batches
     */
    public LlmGateway forStep(String run, String step, String stepKey, Progress progress) {
        return new StepGateway(run, step, stepKey, progress);
    }

    /** What the calls of a step came to, those of executions that were stopped included. */
    public synchronized CallLog.Totals totals(String stepKey) {
        return log == null ? new CallLog.Totals(0, 0, 0, 0, 0) : log.totals(List.of(stepKey));
    }

    private synchronized OpenLlm open(String name) {
        PlannedLlm llm = llms.get(name);
        if (llm == null) {
            throw new UserError("the recipe's llms have no '" + name + "'" + NearestName.hint(name, llms.keySet()));
        }
        return open.computeIfAbsent(name, asked -> open(llm));
    }

    private OpenLlm open(PlannedLlm llm) {
        BoundExtension provider = llm.provider();
        Map<String, String> options = new LinkedHashMap<>(
                provider.extension().options().keyInputs(provider.options().effective()));
        if (!llm.revision().isEmpty()) {
            options.put("revision", llm.revision());
        }
        return new OpenLlm(
                provider.extension().name(),
                llm.model(),
                options,
                llm.terms(),
                provider.create(host, LlmProvider.class).open(llm.model()),
                llm.terms().batch() ? Optional.of(batches(llm)) : Optional.empty());
    }

    private BatchQueue batches(PlannedLlm llm) {
        RunCalls calls = calls();
        return new BatchQueue(
                llm.provider().create(host, BatchLlmProvider.class).openBatches(llm.model()),
                llm.terms(),
                calls,
                BatchTimes.DEFAULT,
                calls.log().inBatches(llm.provider().extension().name(), llm.model()));
    }

    private RunCalls calls() {
        return new RunCalls(log(), spending, waiting, clock);
    }

    private synchronized CallLog log() {
        if (log == null) {
            try {
                log = CallLog.open(logFile);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return log;
    }

    @Override
    public synchronized void close() {
        open.values().forEach(OpenLlm::close);
        open.clear();
        if (log != null) {
            log.close();
            log = null;
        }
    }

    /** The models for one execution of one step. */
    private final class StepGateway implements LlmGateway {

        private final String run;
        private final String step;
        private final String stepKey;
        private final Progress progress;
        private final Map<String, StepLlm> clients = new LinkedHashMap<>();

        StepGateway(String run, String step, String stepKey, Progress progress) {
            this.run = run;
            this.step = step;
            this.stepKey = stepKey;
            this.progress = progress;
        }

        @Override
        public synchronized LlmClient client(String name) {
            StepLlm client = clients.get(name);
            if (client == null) {
                OpenLlm llm = open(name);
                RunCalls calls = calls();
                if (clients.isEmpty()) {
                    spending.add(calls.log().totals(List.of(stepKey)).usd());
                }
                llm.batches().ifPresent(batches -> batches.begin(stepKey, progress));
                client = new StepLlm(llm, new StepCalls(calls, run, step, stepKey));
                clients.put(name, client);
            }
            return client;
        }
    }
}
