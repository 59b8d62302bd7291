// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.dialogues;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seance.api.dialogue.Dialogue;
import dev.seance.api.dialogue.Origin;
import dev.seance.api.dialogue.Role;
import dev.seance.api.dialogue.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Makes conversations of rows in the three forms that are in use. Immutable. */
final class RowReader {

    private static final String SYSTEM = "system";
    private static final String HISTORY = "history";
    private static final String ROW = "the row";

    /** What the forms call who speaks. */
    private static final Map<String, Role> SPEAKERS = Map.of(
            "user", Role.USER,
            "human", Role.USER,
            "assistant", Role.ASSISTANT,
            "gpt", Role.ASSISTANT,
            "chatgpt", Role.ASSISTANT,
            "bing", Role.ASSISTANT,
            "model", Role.ASSISTANT);

    private final RowFormat format;
    private final String system;

    /** @param system the prompt of conversations that have none, or "" */
    RowReader(RowFormat format, String system) {
        this.format = format;
        this.system = system;
    }

    /**
     * Makes a conversation of a row.
     *
     * @param id of the conversation
     * @param file the file's name
     * @param place where in the file the row is
     */
    Dialogue read(JsonNode row, String id, String file, String place) throws BadRow {
        if (!row.isObject()) {
            throw new BadRow("is no object, {...}, but " + kind(row));
        }
        List<Said> said =
                switch (form(row)) {
                    case MESSAGES -> messages(row, "messages", "role", "content");
                    case SHAREGPT -> messages(row, "conversations", "from", "value");
                    default -> alpaca(row);
                };
        String prompt = optional(row, SYSTEM);
        if (!said.isEmpty() && said.get(0).speaker().equals(SYSTEM)) {
            if (!prompt.isEmpty()) {
                throw new BadRow("has two system prompts, 'system' and a turn; leave one");
            }
            prompt = said.get(0).text().strip();
            said = said.subList(1, said.size());
        }
        return new Dialogue(
                id, prompt.isEmpty() ? system.strip() : prompt, turns(said), new Origin("own", file, place, ""));
    }

    private record Said(String speaker, String text) {}

    private RowFormat form(JsonNode row) throws BadRow {
        if (format != RowFormat.AUTO) {
            return format;
        }
        if (row.has("messages")) {
            return RowFormat.MESSAGES;
        }
        if (row.has("conversations")) {
            return RowFormat.SHAREGPT;
        }
        if (row.has("instruction")) {
            return RowFormat.ALPACA;
        }
        List<String> fields = new ArrayList<>();
        row.fieldNames().forEachRemaining(fields::add);
        throw new BadRow("has none of 'messages', 'conversations' and 'instruction' (it has: "
                + String.join(", ", fields) + ")");
    }

    private static List<Said> messages(JsonNode row, String list, String speaker, String text) throws BadRow {
        if (!row.path(list).isArray()) {
            throw new BadRow("has no list '" + list + "'");
        }
        List<Said> said = new ArrayList<>();
        for (JsonNode message : row.get(list)) {
            String where = "turn " + (said.size() + 1) + " of '" + list + "'";
            said.add(new Said(
                    text(message, speaker, where).strip().toLowerCase(Locale.ROOT), text(message, text, where)));
        }
        return said;
    }

    /** An instruction with its input as the question, as the form's authors put them together; before it what was said. */
    private static List<Said> alpaca(JsonNode row) throws BadRow {
        List<Said> said = history(row);
        String input = optional(row, "input");
        String instruction = text(row, "instruction", ROW).strip();
        said.add(new Said("user", input.isEmpty() ? instruction : instruction + "\n\n" + input));
        said.add(new Said("assistant", text(row, "output", ROW)));
        return said;
    }

    private static List<Said> history(JsonNode row) throws BadRow {
        List<Said> said = new ArrayList<>();
        if (!row.hasNonNull(HISTORY)) {
            return said;
        }
        if (!row.get(HISTORY).isArray()) {
            throw new BadRow("'history' of the row is " + kind(row.get(HISTORY)) + ", expected a list");
        }
        for (JsonNode exchange : row.get(HISTORY)) {
            String where = "exchange " + (said.size() / 2 + 1) + " of 'history'";
            if (exchange.size() != 2
                    || !exchange.path(0).isTextual()
                    || !exchange.path(1).isTextual()) {
                throw new BadRow(where + " is no list of a question and a reply");
            }
            said.add(new Said("user", whole(exchange.get(0).asText(), where)));
            said.add(new Said("assistant", whole(exchange.get(1).asText(), where)));
        }
        return said;
    }

    /** The text of a field of the row that need not be there, or may be null; "" then. */
    private static String optional(JsonNode row, String field) throws BadRow {
        return row.hasNonNull(field) ? text(row, field, ROW).strip() : "";
    }

    private static String text(JsonNode node, String field, String where) throws BadRow {
        JsonNode value = node.path(field);
        if (!value.isTextual()) {
            throw new BadRow(
                    value.isMissingNode()
                            ? where + " has no '" + field + "'"
                            : "'" + field + "' of " + where + " is " + kind(value) + ", expected text");
        }
        return whole(value.asText(), "'" + field + "' of " + where);
    }

    /** JSON can spell half of a character outside the basic plane; no file of text could hold it. */
    private static String whole(String text, String where) throws BadRow {
        int half = text.codePoints()
                .filter(each -> each >= Character.MIN_SURROGATE && each <= Character.MAX_SURROGATE)
                .findFirst()
                .orElse(0);
        if (half != 0) {
            throw new BadRow(where + " has half a character, \\u" + Integer.toHexString(half));
        }
        return text;
    }

    private static List<Turn> turns(List<Said> said) throws BadRow {
        List<Turn> turns = new ArrayList<>();
        for (Said each : said) {
            Role role = Optional.ofNullable(SPEAKERS.get(each.speaker()))
                    .orElseThrow(() -> new BadRow("has a turn by '" + each.speaker() + "'; user and assistant can speak"
                            + (each.speaker().equals(SYSTEM) ? ", and system before them" : "")));
            if (each.text().isBlank()) {
                throw new BadRow("turn " + (turns.size() + 1) + ", by " + each.speaker() + ", says nothing");
            }
            Role expected = turns.size() % 2 == 0 ? Role.USER : Role.ASSISTANT;
            if (role != expected) {
                throw new BadRow(
                        turns.isEmpty()
                                ? "begins with the assistant; a conversation begins with the user"
                                : "has two turns of the " + role.fileName() + " in a row, the second as turn "
                                        + (turns.size() + 1));
            }
            turns.add(new Turn(role, each.text().strip()));
        }
        if (turns.size() % 2 == 1) {
            throw new BadRow("ends with the user; the last turn must be the assistant's");
        }
        if (turns.isEmpty()) {
            throw new BadRow("has no turns");
        }
        return turns;
    }

    private static String kind(JsonNode node) {
        return node.isNull()
                ? "nothing"
                : node.isArray()
                        ? "a list"
                        : node.isObject() ? "an object" : node.isTextual() ? "a text" : node.toString();
    }
}
