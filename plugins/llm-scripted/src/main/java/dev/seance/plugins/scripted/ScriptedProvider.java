// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.scripted;

import dev.seance.api.plugin.ExtensionSpec;
import dev.seance.api.synthesis.FinishReason;
import dev.seance.api.synthesis.LlmClient;
import dev.seance.api.synthesis.LlmProvider;
import dev.seance.api.synthesis.LlmReply;
import dev.seance.api.synthesis.LlmRequest;
import jakarta.inject.Inject;
import java.util.Arrays;
import org.pf4j.Extension;

/** Answers out of a file: for demonstrations without a network, for tests of recipes, for classes. A word counts as a token. */
@Extension
@ExtensionSpec(
        name = "scripted",
        summary = "Answers as a file says, without any language model: for demonstrations, tests and classes.",
        options = ScriptedOptions.class)
public final class ScriptedProvider implements LlmProvider {

    private final ScriptedOptions options;

    @Inject
    public ScriptedProvider(ScriptedOptions options) {
        this.options = options;
    }

    @Override
    public LlmClient open(String model) {
        Script script = Script.read(options.answers());
        return new LlmClient() {
            @Override
            public LlmReply ask(LlmRequest request) {
                return reply(request, script.answer(request));
            }

            @Override
            public void close() {
                // nothing is held
            }
        };
    }

    private static LlmReply reply(LlmRequest request, String answer) {
        String[] words = answer.split("\\s+");
        long asked = request.turns().stream()
                .mapToLong(turn -> turn.text().strip().split("\\s+").length)
                .sum();
        return words.length <= request.maxTokens()
                ? new LlmReply(answer, FinishReason.STOP, asked, words.length)
                : new LlmReply(
                        String.join(" ", Arrays.copyOf(words, request.maxTokens())),
                        FinishReason.LENGTH,
                        asked,
                        request.maxTokens());
    }
}
