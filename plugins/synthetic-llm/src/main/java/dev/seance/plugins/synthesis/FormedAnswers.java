// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.synthesis;

import dev.seance.api.dialogue.Role;
import dev.seance.api.dialogue.Turn;
import dev.seance.api.synthesis.FinishReason;
import dev.seance.api.synthesis.LlmClient;
import dev.seance.api.synthesis.LlmReply;
import dev.seance.api.synthesis.LlmRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Asks for an answer in a form, and once more where it is not in that form. Safe for use by several threads. */
final class FormedAnswers {

    private final LlmClient client;

    FormedAnswers(LlmClient client) {
        this.client = client;
    }

    /** Reads an answer. */
    @FunctionalInterface
    interface Reader<T> {

        /** @throws NotInForm when it is not in the form asked for */
        T read(String answer) throws NotInForm;
    }

    /** An answer is not in the form asked for. */
    static final class NotInForm extends Exception {

        private static final long serialVersionUID = 1L;

        /** @param complaint what is wrong, as the language model is told it */
        NotInForm(String complaint) {
            super(complaint);
        }
    }

    /**
     * What came of a request.
     *
     * @param value the answer, when it can be used
     * @param dropped why not, or ""
     */
    record Answer<T>(Optional<T> value, String dropped) {

        static <T> Answer<T> of(T value) {
            return new Answer<>(Optional.of(value), "");
        }

        static <T> Answer<T> dropped(String reason) {
            return new Answer<>(Optional.empty(), reason);
        }
    }

    <T> Answer<T> ask(LlmRequest request, Reader<T> reader) {
        LlmReply reply = client.ask(request);
        if (reply.finishReason() == FinishReason.REFUSAL) {
            return Answer.dropped("refused");
        }
        if (reply.finishReason() == FinishReason.LENGTH) {
            return Answer.dropped("cut off at max-tokens");
        }
        try {
            return Answer.of(reader.read(reply.text()));
        } catch (NotInForm e) {
            return again(request, reply.text(), e.getMessage(), reader);
        }
    }

    private <T> Answer<T> again(LlmRequest request, String answer, String complaint, Reader<T> reader) {
        List<Turn> turns = new ArrayList<>(request.turns());
        turns.add(new Turn(Role.ASSISTANT, answer.isBlank() ? "(nothing)" : answer));
        turns.add(new Turn(Role.USER, "That is not what was asked for: " + complaint + " Once more, please."));
        LlmReply reply = client.ask(
                new LlmRequest(request.system(), turns, request.temperature(), request.maxTokens(), request.sample()));
        if (!reply.complete()) {
            return Answer.dropped("not in the form asked for");
        }
        try {
            return Answer.of(reader.read(reply.text()));
        } catch (NotInForm e) {
            return Answer.dropped("not in the form asked for");
        }
    }
}
