// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.seance.core.store.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes one curve of what several executions of a step recorded. A killed training resumes from a checkpoint that lies
 * before its last points, so those are there twice; and a kill may have torn a line.
 */
final class RecordedCurve {

    private RecordedCurve() {}

    /** Copies the recorded lines; of several points of the same metrics at the same position, the last. */
    static void copy(Path recorded, Path curve) throws IOException {
        Files.write(curve, read(recorded).keySet(), StandardCharsets.UTF_8);
    }

    /** Those lines, each with what it says; none when there is no such file. */
    static Map<String, JsonNode> read(Path recorded) throws IOException {
        Map<List<String>, String> points = new LinkedHashMap<>();
        Map<String, JsonNode> rows = new LinkedHashMap<>();
        if (!Files.exists(recorded)) {
            return rows;
        }
        Map<String, JsonNode> all = new HashMap<>();
        // Not strictly: a torn line may end within a character.
        for (String line : new String(Files.readAllBytes(recorded), StandardCharsets.UTF_8)
                .lines()
                .toList()) {
            try {
                JsonNode row = Json.mapper().readTree(line);
                List<String> key = new ArrayList<>(List.of(row.path("position").asText()));
                row.fieldNames().forEachRemaining(key::add);
                points.put(key, line);
                all.put(line, row);
            } catch (JsonProcessingException e) {
                continue;
            }
        }
        points.values().forEach(line -> rows.put(line, all.get(line)));
        return rows;
    }
}
