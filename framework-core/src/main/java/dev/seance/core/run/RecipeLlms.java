// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.run;

import dev.seance.api.run.UserError;
import dev.seance.api.synthesis.LlmClient;
import dev.seance.api.synthesis.LlmGateway;
import dev.seance.api.synthesis.LlmProvider;
import dev.seance.core.plan.PlannedLlm;
import dev.seance.core.plugins.PluginHost;
import dev.seance.core.text.NearestName;
import java.util.LinkedHashMap;
import java.util.Map;

/** The language models of a recipe, each opened when a step first asks for it and closed at the end of the run. */
final class RecipeLlms implements LlmGateway, AutoCloseable {

    private final Map<String, PlannedLlm> llms;
    private final PluginHost host;
    private final Map<String, LlmClient> open = new LinkedHashMap<>();

    RecipeLlms(Map<String, PlannedLlm> llms, PluginHost host) {
        this.llms = llms;
        this.host = host;
    }

    @Override
    public synchronized LlmClient client(String name) {
        PlannedLlm llm = llms.get(name);
        if (llm == null) {
            throw new UserError("the recipe's llms have no '" + name + "'" + NearestName.hint(name, llms.keySet()));
        }
        return open.computeIfAbsent(
                name, asked -> llm.provider().create(host, LlmProvider.class).open(llm.model()));
    }

    @Override
    public synchronized void close() {
        open.values().forEach(LlmClient::close);
        open.clear();
    }
}
