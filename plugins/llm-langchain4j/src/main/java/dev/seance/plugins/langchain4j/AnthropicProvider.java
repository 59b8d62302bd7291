// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.langchain4j;

import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.anthropic.AnthropicChatModel;
import dev.seance.api.plugin.ExtensionSpec;
import dev.seance.api.synthesis.BatchLlmProvider;
import dev.seance.api.synthesis.LlmBatchClient;
import dev.seance.api.synthesis.LlmClient;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.pf4j.Extension;

/** Models behind Anthropic's messages, and message batches. */
@Extension
@ExtensionSpec(
        name = "anthropic",
        summary = "Asks Anthropic's models, singly or in batches; the key comes from the environment.",
        options = AnthropicOptions.class)
public final class AnthropicProvider implements BatchLlmProvider {

    private final AnthropicOptions options;
    private final Clock clock;
    private final UnaryOperator<String> variables;

    @Inject
    public AnthropicProvider(AnthropicOptions options, Clock clock) {
        this(options, clock, System::getenv);
    }

    AnthropicProvider(AnthropicOptions options, Clock clock, UnaryOperator<String> variables) {
        this.options = options;
        this.clock = clock;
        this.variables = variables;
    }

    @Override
    public LlmClient open(String model) {
        String key = Settings.key(options.keyEnv(), variables);
        return new ChatClient(
                AnthropicChatModel.builder()
                        .httpClientBuilder(http())
                        .baseUrl(Settings.address(options.baseUrl()))
                        .apiKey(key)
                        .modelName(model)
                        .maxRetries(0)
                        .build(),
                ChatClient::plain,
                new Failures("anthropic", key));
    }

    @Override
    public LlmBatchClient openBatches(String model) {
        String key = Settings.key(options.keyEnv(), variables);
        return new AnthropicBatches(
                http().build(), Settings.address(options.baseUrl()), key, model, new Failures("anthropic", key));
    }

    private HttpClientBuilder http() {
        return JdkHttp.builder(Duration.ofSeconds(options.timeout()), clock);
    }
}
