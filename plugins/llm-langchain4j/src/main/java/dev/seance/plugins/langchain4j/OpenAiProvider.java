// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.langchain4j;

import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiChatRequestParameters;
import dev.seance.api.plugin.ExtensionSpec;
import dev.seance.api.synthesis.LlmClient;
import dev.seance.api.synthesis.LlmProvider;
import dev.seance.api.synthesis.LlmRequest;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.pf4j.Extension;

/** Models behind OpenAI's chat completions, at its own address or at any that speaks the same protocol. */
@Extension
@ExtensionSpec(
        name = "openai",
        summary = "Asks OpenAI's models, or any server that speaks its protocol: vLLM, llama.cpp, LM Studio.",
        options = OpenAiOptions.class)
public final class OpenAiProvider implements LlmProvider {

    /** LangChain4j wants one, and servers that want none do not look at it. */
    private static final String NO_KEY = "none";

    private final OpenAiOptions options;
    private final Clock clock;
    private final UnaryOperator<String> variables;

    @Inject
    public OpenAiProvider(OpenAiOptions options, Clock clock) {
        this(options, clock, System::getenv);
    }

    OpenAiProvider(OpenAiOptions options, Clock clock, UnaryOperator<String> variables) {
        this.options = options;
        this.clock = clock;
        this.variables = variables;
    }

    @Override
    public LlmClient open(String model) {
        boolean without = !options.official() && variables.apply(options.keyEnv()) == null;
        String key = without ? NO_KEY : Settings.key(options.keyEnv(), variables);
        return new ChatClient(
                OpenAiChatModel.builder()
                        .httpClientBuilder(JdkHttp.builder(Duration.ofSeconds(options.timeout()), clock))
                        .baseUrl(Settings.address(options.baseUrl()))
                        .apiKey(key)
                        .modelName(model)
                        .maxRetries(0)
                        .build(),
                this::parameters,
                new Failures("openai", without ? "" : key));
    }

    /** OpenAI's newer models refuse the old name of the limit, which is the only one that many servers know. */
    private ChatRequestParameters parameters(LlmRequest request) {
        OpenAiChatRequestParameters.Builder parameters = OpenAiChatRequestParameters.builder();
        if (options.sendTemperature()) {
            parameters.temperature(request.temperature());
        }
        if (options.official()) {
            parameters.maxCompletionTokens(request.maxTokens());
        } else {
            parameters.maxOutputTokens(request.maxTokens());
        }
        return parameters.build();
    }
}
