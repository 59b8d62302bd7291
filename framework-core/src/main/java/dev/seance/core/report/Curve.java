// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.seance.core.store.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * How the figures of a step went: a file of JSON lines, {@code {"step", "position", figure, ...}}.
 *
 * @param figures the points of each figure by position
 */
record Curve(Map<String, TreeMap<Long, Double>> figures) {

    Curve {
        figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
    }

    /**
     * Reads the file. A step that was killed and went on from a checkpoint wrote some positions twice: the later counts,
     * since it is the one the weights came from. A line the kill cut short is passed over.
     */
    static Curve read(Path file) throws IOException {
        Map<String, TreeMap<Long, Double>> figures = new LinkedHashMap<>();
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                add(line, figures);
            }
        }
        return new Curve(figures);
    }

    private static void add(String line, Map<String, TreeMap<Long, Double>> figures) {
        try {
            add(Json.mapper().readTree(line), figures);
        } catch (JsonProcessingException e) {
            return;
        }
    }

    /** Adds the figures of a line. */
    static void add(JsonNode row, Map<String, TreeMap<Long, Double>> figures) {
        if (!row.path("position").isIntegralNumber()) {
            return;
        }
        long position = row.path("position").asLong();
        row.properties().forEach(field -> {
            if (!field.getKey().equals("position") && !field.getKey().equals("step")) {
                figures.computeIfAbsent(field.getKey(), name -> new TreeMap<>())
                        .put(position, field.getValue().asDouble(Double.NaN));
            }
        });
    }

    /** How many points of a figure there are. */
    int count(String figure) {
        return figures.getOrDefault(figure, new TreeMap<>()).size();
    }

    /**
     * The points of a figure, at most so many: neighbours are averaged, the last point stays itself.
     *
     * @return no points when the step did not record it
     */
    List<Point> points(String figure, int most) {
        List<Point> all = figures.getOrDefault(figure, new TreeMap<>()).entrySet().stream()
                .map(entry -> new Point(entry.getKey(), entry.getValue()))
                .toList();
        if (all.size() <= most) {
            return all;
        }
        int buckets = most - 1;
        int inner = all.size() - 1;
        return IntStream.rangeClosed(0, buckets)
                .mapToObj(i -> i == buckets
                        ? all.get(inner)
                        : Point.mean(
                                all.subList((int) ((long) i * inner / buckets), (int) ((i + 1L) * inner / buckets))))
                .toList();
    }
}
