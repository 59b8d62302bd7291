// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.testing;

import dev.seance.api.plugin.ExtensionSpec;
import dev.seance.api.synthesis.FinishReason;
import dev.seance.api.synthesis.LlmClient;
import dev.seance.api.synthesis.LlmProvider;
import dev.seance.api.synthesis.LlmReply;
import dev.seance.api.synthesis.LlmRequest;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.pf4j.Extension;

/**
 * A language model in memory for tests: answers by a function of the question and remembers what it was asked. A word
 * counts as a token, and an answer is cut off at the limit of the request as a service does it. What the function throws
 * is what the caller gets.
 */
@Extension
@ExtensionSpec(name = "scripted", summary = "Answers by a script.")
public final class ScriptedLlm implements LlmProvider {

    private final Function<LlmRequest, String> script;
    private final List<LlmRequest> requests = new CopyOnWriteArrayList<>();

    /** A model that greets. */
    public ScriptedLlm() {
        this(request -> "Good evening to you, sir.");
    }

    private ScriptedLlm(Function<LlmRequest, String> script) {
        this.script = script;
    }

    /**
     * A model that answers by a script.
     *
     * @param script from a question to the answer; called on the caller's thread, by several at once
     */
    public static ScriptedLlm answering(Function<LlmRequest, String> script) {
        return new ScriptedLlm(script);
    }

    /** What it was asked so far, by all clients, in order of arrival. */
    public List<LlmRequest> requests() {
        return List.copyOf(requests);
    }

    @Override
    public LlmClient open(String model) {
        return new LlmClient() {
            @Override
            public LlmReply ask(LlmRequest request) {
                requests.add(request);
                return reply(request, script.apply(request));
            }

            @Override
            public void close() {}
        };
    }

    private static LlmReply reply(LlmRequest request, String answer) {
        String[] words = words(answer);
        int count = Math.min(words.length, request.maxTokens());
        boolean complete = count == words.length;
        return new LlmReply(
                complete ? answer : String.join(" ", Arrays.copyOf(words, count)),
                complete ? FinishReason.STOP : FinishReason.LENGTH,
                request.turns().stream()
                        .mapToLong(turn -> words(turn.text()).length)
                        .sum(),
                count);
    }

    private static String[] words(String text) {
        return text.strip().split("\\s+");
    }
}
