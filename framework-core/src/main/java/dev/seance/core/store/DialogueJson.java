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
import java.util.List;

/**
 * A dialogue as one line of JSON, in the field's chat form: {@code {"messages": [{"role", "content"}, ...]}} with the id
 * and the origin beside it.
 */
public final class DialogueJson {

    private DialogueJson() {}

    public static String write(Dialogue dialogue) {
        return Json.line(tree(dialogue));
    }

    /** The row as a tree, for a line that holds several. */
    public static ObjectNode tree(Dialogue dialogue) {
        ObjectNode row = Json.mapper().createObjectNode();
        ArrayNode messages = row.putArray("messages");
        for (Turn turn : dialogue.turns()) {
            messages.addObject().put("role", turn.role().fileName()).put("content", turn.text());
        }
        row.put("id", dialogue.id());
        Origin origin = dialogue.origin();
        row.putObject("origin")
                .put("kind", origin.kind())
                .put("document", origin.document())
                .put("place", origin.place())
                .put("detail", origin.detail());
        return row;
    }

    public static Dialogue read(String line) throws IOException {
        return read(Json.mapper().readTree(line));
    }

    /** Reads a parsed row. */
    public static Dialogue read(JsonNode row) {
        List<Turn> turns = new ArrayList<>();
        for (JsonNode message : row.path("messages")) {
            Role role = message.path("role").asText().equals(Role.USER.fileName()) ? Role.USER : Role.ASSISTANT;
            turns.add(new Turn(role, message.path("content").asText()));
        }
        JsonNode origin = row.path("origin");
        return new Dialogue(
                row.path("id").asText(),
                turns,
                new Origin(
                        origin.path("kind").asText("unknown"),
                        origin.path("document").asText(),
                        origin.path("place").asText(),
                        origin.path("detail").asText()));
    }
}
