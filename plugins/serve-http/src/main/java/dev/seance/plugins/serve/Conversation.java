// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seance.api.dialogue.Role;
import dev.seance.api.dialogue.Turn;
import dev.seance.api.model.Sampling;
import dev.seance.api.serving.ServedModel;
import dev.seance.kit.chat.ChatTemplate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The messages of a request. Whatever a text spells stays text: no marker of the template comes of it.
 *
 * @param system what the model is told first; empty for what it was tuned with
 * @param turns what was said; the first and the last are the person's
 */
record Conversation(Optional<String> system, List<Turn> turns) {

    /** Before and behind each turn. */
    private static final int MARKERS = 2;

    Conversation {
        turns = List.copyOf(turns);
    }

    /** @throws ApiError when they are no conversation that the model can reply to */
    static Conversation read(JsonNode messages) {
        if (!messages.isArray() || messages.isEmpty()) {
            throw ApiError.invalid(
                    "messages",
                    "invalid_value",
                    "Invalid value for 'messages': expected an array of at least one message.");
        }
        List<String> system = new ArrayList<>();
        List<Turn> turns = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            String place = "messages[" + i + "]";
            if (!(messages.get(i) instanceof ObjectNode message)) {
                throw Fields.wrongType(place, "an object", messages.get(i));
            }
            String role = message.path("role").asText("");
            String text = text(place, message.get("content"));
            switch (role) {
                case "system", "developer" -> system.add(text);
                case "user" -> {
                    if (text.isBlank()) {
                        throw ApiError.invalid(
                                place + ".content",
                                "invalid_value",
                                place + " is blank; there is nothing to reply to.");
                    }
                    turns.add(new Turn(Role.USER, text));
                }
                case "assistant" -> turns.add(new Turn(Role.ASSISTANT, CompletionRequest.orNothing(text)));
                default ->
                    throw ApiError.invalid(
                            place + ".role",
                            "invalid_value",
                            "Invalid value for '" + place + ".role': expected system, developer, user or assistant.");
            }
        }
        if (turns.isEmpty()
                || turns.get(0).role() != Role.USER
                || turns.get(turns.size() - 1).role() != Role.USER) {
            throw ApiError.invalid(
                    "messages",
                    "invalid_value",
                    "Invalid value for 'messages': the first message after the system's and the last one must be the"
                            + " user's.");
        }
        return new Conversation(system.isEmpty() ? Optional.empty() : Optional.of(String.join("\n\n", system)), turns);
    }

    /** A text, or parts of which each is one. */
    private static String text(String place, JsonNode content) {
        if (content == null || content.isNull()) {
            return "";
        }
        if (content.isTextual()) {
            return content.textValue();
        }
        if (!content.isArray()) {
            throw Fields.wrongType(place + ".content", "a string or an array of text parts", content);
        }
        StringBuilder text = new StringBuilder();
        for (JsonNode part : content) {
            if (!part.path("type").asText("").equals("text")
                    || !part.path("text").isTextual()) {
                throw ApiError.invalid(
                        place + ".content",
                        "invalid_value",
                        "Invalid value for '" + place + ".content': this model reads text parts alone.");
            }
            text.append(part.get("text").textValue());
        }
        return text.toString();
    }

    /**
     * The tokens that make the model reply.
     *
     * @param shorten whether the oldest turns, a question with its reply, are left out where the model cannot read all and
     *     still write its reply: cut anywhere else it would begin in the middle of a turn
     */
    int[] prompt(ServedModel model, Sampling sampling, boolean shorten) {
        ChatTemplate template = CompletionRequest.template(model);
        String told = system.or(() -> model.model().conditioning().system()).orElse("");
        int context = model.model().config().context();
        int room = context - sampling.fitting(context).maxTokens();
        List<Turn> read = shorten ? turns.subList(firstThatFits(model, room), turns.size()) : turns;
        int[] prompt = template.prompt(ChatTemplate.withSystem(told, read));
        while (shorten && prompt.length > room && read.size() > 1) {
            read = read.subList(nextQuestion(read, 1), read.size());
            prompt = template.prompt(ChatTemplate.withSystem(told, read));
        }
        return prompt;
    }

    /**
     * The first question from which on the turns by themselves fit. Counted, since rendering what is left anew for each of
     * thousands of turns takes a quadratic time.
     */
    private int firstThatFits(ServedModel model, int room) {
        int first = turns.size() - 1;
        int length = 0;
        for (int i = turns.size() - 1; i >= 0; i--) {
            length += model.model().vocabulary().encode(turns.get(i).text()).length + MARKERS;
            if (length > room) {
                return first;
            }
            first = turns.get(i).role() == Role.USER ? i : first;
        }
        return first;
    }

    private static int nextQuestion(List<Turn> turns, int from) {
        int next = from;
        while (turns.get(next).role() != Role.USER) {
            next++;
        }
        return next;
    }
}
