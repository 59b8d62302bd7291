// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seance.api.dialogue.Dialogue;
import dev.seance.api.dialogue.Origin;
import dev.seance.api.dialogue.Role;
import dev.seance.api.dialogue.Turn;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A dialogue as one line of JSON, in the field's chat form: {@code {"messages": [{"role", "content"}, ...]}} with the id
 * and the origin beside it.
 */
public final class DialogueJson {

    /** The role of the prompt that may stand before the turns. */
    private static final String SYSTEM = "system";

    private DialogueJson() {}

    public static String write(Dialogue dialogue) {
        return Json.line(tree(dialogue));
    }

    /** The row as a tree, for a line that holds several. */
    public static ObjectNode tree(Dialogue dialogue) {
        ObjectNode row = Json.mapper().createObjectNode();
        ArrayNode messages = row.putArray("messages");
        if (!dialogue.system().isEmpty()) {
            messages.addObject().put("role", SYSTEM).put("content", dialogue.system());
        }
        add(messages, dialogue.turns());
        row.put("id", dialogue.id());
        Origin origin = dialogue.origin();
        row.putObject("origin")
                .put("kind", origin.kind())
                .put("document", origin.document())
                .put("place", origin.place())
                .put("detail", origin.detail());
        return row;
    }

    /** Adds a conversation to a row. */
    static void addTurns(ObjectNode row, List<Turn> turns) {
        add(row.putArray("messages"), turns);
    }

    private static void add(ArrayNode messages, List<Turn> turns) {
        for (Turn turn : turns) {
            messages.addObject().put("role", turn.role().fileName()).put("content", turn.text());
        }
    }

    /** The conversation of a row. */
    static List<Turn> turns(JsonNode row) {
        List<Turn> turns = new ArrayList<>();
        for (JsonNode message : row.path("messages")) {
            if (isSystem(message)) {
                continue;
            }
            turns.add(new Turn(
                    role(message.path("role").asText()), message.path("content").asText()));
        }
        return turns;
    }

    private static boolean isSystem(JsonNode message) {
        return message.path("role").asText().equals(SYSTEM);
    }

    private static Role role(String name) {
        return Arrays.stream(Role.values())
                .filter(role -> role.fileName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("a turn by '" + name + "'"));
    }

    public static Dialogue read(String line) throws IOException {
        return read(Json.mapper().readTree(line));
    }

    /**
     * Reads a parsed row.
     *
     * @throws IllegalArgumentException when it is no dialogue
     */
    public static Dialogue read(JsonNode row) {
        JsonNode origin = row.path("origin");
        JsonNode first = row.path("messages").path(0);
        return new Dialogue(
                row.path("id").asText(),
                isSystem(first) ? first.path("content").asText() : "",
                turns(row),
                new Origin(
                        origin.path("kind").asText("unknown"),
                        origin.path("document").asText(),
                        origin.path("place").asText(),
                        origin.path("detail").asText()));
    }
}
