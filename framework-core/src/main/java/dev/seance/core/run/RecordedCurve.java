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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes one curve of what several executions of a step recorded. A killed training goes on from a checkpoint that lies
 * before its last points, so those are there twice; and a kill may have torn a line.
 */
final class RecordedCurve {

    private RecordedCurve() {}

    /** Copies the recorded lines; of several points of the same figures at the same position, the last. */
    static void copy(Path recorded, Path curve) throws IOException {
        Map<List<String>, String> points = new LinkedHashMap<>();
        // Not strictly: a torn line may end within a character.
        for (String line : new String(Files.readAllBytes(recorded), StandardCharsets.UTF_8)
                .lines()
                .toList()) {
            try {
                JsonNode row = Json.mapper().readTree(line);
                List<String> key = new ArrayList<>(List.of(row.path("position").asText()));
                row.fieldNames().forEachRemaining(key::add);
                points.put(key, line);
            } catch (JsonProcessingException e) {
                continue;
            }
        }
        Files.write(curve, points.values(), StandardCharsets.UTF_8);
    }
}
