// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seance.api.evaluation.Evaluation;
import dev.seance.api.evaluation.ReportBlock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A report artifact: {@value #FILE}. */
public final class EvaluationJson {

    public static final String FILE = "evaluation.json";

    private EvaluationJson() {}

    public static String write(Evaluation evaluation) {
        ObjectNode root = Json.mapper().createObjectNode();
        evaluation.metrics().forEach(root.putObject("metrics")::put);
        ArrayNode section = root.putArray("section");
        for (ReportBlock block : evaluation.section()) {
            section.add(block(block));
        }
        evaluation.failures().forEach(root.putArray("failures")::add);
        return Json.pretty(root);
    }

    private static ObjectNode block(ReportBlock block) {
        ObjectNode node = Json.mapper().createObjectNode();
        if (block instanceof ReportBlock.Paragraph paragraph) {
            node.put("paragraph", paragraph.text());
        } else if (block instanceof ReportBlock.Table table) {
            table.header().forEach(node.putArray("header")::add);
            ArrayNode rows = node.putArray("rows");
            table.rows().forEach(row -> row.forEach(rows.addArray()::add));
        } else if (block instanceof ReportBlock.Conversation conversation) {
            DialogueJson.addTurns(node, conversation.turns());
        }
        return node;
    }

    public static Evaluation read(String text) throws IOException {
        JsonNode root = Json.mapper().readTree(text);
        Map<String, Double> metrics = new LinkedHashMap<>();
        root.path("metrics")
                .properties()
                .forEach(entry -> metrics.put(entry.getKey(), entry.getValue().asDouble()));
        List<ReportBlock> section = new ArrayList<>();
        root.path("section").forEach(node -> section.add(block(node)));
        return new Evaluation(metrics, section, strings(root.path("failures")));
    }

    private static ReportBlock block(JsonNode node) {
        if (node.has("paragraph")) {
            return new ReportBlock.Paragraph(node.path("paragraph").asText());
        }
        if (node.has("header")) {
            List<List<String>> rows = new ArrayList<>();
            node.path("rows").forEach(row -> rows.add(strings(row)));
            return new ReportBlock.Table(strings(node.path("header")), rows);
        }
        return new ReportBlock.Conversation(DialogueJson.turns(node));
    }

    private static List<String> strings(JsonNode array) {
        List<String> strings = new ArrayList<>();
        array.forEach(node -> strings.add(node.asText()));
        return strings;
    }
}
