// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.langchain4j;

import dev.langchain4j.model.ollama.OllamaChatModel;
import dev.seance.api.plugin.ExtensionSpec;
import dev.seance.api.synthesis.LlmClient;
import dev.seance.api.synthesis.LlmProvider;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import org.pf4j.Extension;

/** Models of an Ollama server, mostly on the same machine. */
@Extension
@ExtensionSpec(
        name = "ollama",
        summary = "Asks the models of an Ollama server, without a key and without cost.",
        options = OllamaOptions.class)
public final class OllamaProvider implements LlmProvider {

    private final OllamaOptions options;
    private final Clock clock;

    @Inject
    public OllamaProvider(OllamaOptions options, Clock clock) {
        this.options = options;
        this.clock = clock;
    }

    @Override
    public LlmClient open(String model) {
        return new ChatClient(
                OllamaChatModel.builder()
                        .httpClientBuilder(JdkHttp.builder(Duration.ofSeconds(options.timeout()), clock))
                        .baseUrl(Settings.address(options.baseUrl()))
                        .modelName(model)
                        .maxRetries(0)
                        .build(),
                ChatClient::plain,
                new Failures("ollama", ""));
    }
}
