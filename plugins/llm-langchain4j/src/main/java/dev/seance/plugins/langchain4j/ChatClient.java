// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.langchain4j;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.ContentFilteredException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.TokenUsage;
import dev.seance.api.dialogue.Role;
import dev.seance.api.dialogue.Turn;
import dev.seance.api.synthesis.FinishReason;
import dev.seance.api.synthesis.LlmClient;
import dev.seance.api.synthesis.LlmException;
import dev.seance.api.synthesis.LlmReply;
import dev.seance.api.synthesis.LlmRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Asks through one of LangChain4j's clients, once a request. Safe for use by several threads. */
final class ChatClient implements LlmClient {

    private final ChatModel model;
    private final Function<LlmRequest, ChatRequestParameters> parameters;
    private final Failures failures;

    /**
     * @param model a client that does not send requests again by itself
     * @param parameters what a request sets, as its service spells it
     */
    ChatClient(ChatModel model, Function<LlmRequest, ChatRequestParameters> parameters, Failures failures) {
        this.model = model;
        this.parameters = parameters;
        this.failures = failures;
    }

    /** Temperature and the most tokens of the answer. */
    static ChatRequestParameters plain(LlmRequest request) {
        return ChatRequestParameters.builder()
                .temperature(request.temperature())
                .maxOutputTokens(request.maxTokens())
                .build();
    }

    @Override
    public LlmReply ask(LlmRequest request) {
        List<ChatMessage> messages = new ArrayList<>();
        if (!request.system().isBlank()) {
            messages.add(SystemMessage.from(request.system()));
        }
        for (Turn turn : request.turns()) {
            messages.add(turn.role() == Role.USER ? UserMessage.from(turn.text()) : AiMessage.from(turn.text()));
        }
        try {
            return reply(model.chat(ChatRequest.builder()
                    .messages(messages)
                    .parameters(parameters.apply(request))
                    .build()));
        } catch (ContentFilteredException e) {
            return new LlmReply("", FinishReason.REFUSAL, 0, 0);
        } catch (LlmException e) {
            throw e;
        } catch (RuntimeException e) {
            throw failures.of(e);
        }
    }

    private LlmReply reply(ChatResponse response) {
        String text = response.aiMessage().text();
        TokenUsage usage = response.tokenUsage();
        if (usage == null || usage.inputTokenCount() == null || usage.outputTokenCount() == null) {
            throw failures.unreadable("it does not say how many tokens it took");
        }
        return new LlmReply(
                text == null ? "" : text, reason(response), usage.inputTokenCount(), usage.outputTokenCount());
    }

    private static FinishReason reason(ChatResponse response) {
        if (response.finishReason() == null) {
            return FinishReason.STOP;
        }
        return switch (response.finishReason()) {
            case LENGTH -> FinishReason.LENGTH;
            case CONTENT_FILTER, OTHER -> FinishReason.REFUSAL;
            default -> FinishReason.STOP;
        };
    }

    @Override
    public void close() {
        // LangChain4j's clients hold nothing but the JDK's client, which ends with them.
    }
}
