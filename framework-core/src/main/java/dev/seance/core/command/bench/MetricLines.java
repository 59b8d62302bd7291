// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seance.core.bench.Measurement;
import dev.seance.core.store.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The measurements of a measurement, printed as they come or kept for an answer in JSON. */
final class MetricLines {

    private final boolean printed;
    private final List<Measurement> measurements = new ArrayList<>();

    MetricLines(boolean printed) {
        this.printed = printed;
    }

    void add(Measurement measurement) {
        measurements.add(measurement);
        if (printed) {
            System.out.printf(
                    Locale.ROOT,
                    "  %-42s %10.2f %-13s (%.2f to %.2f)%n",
                    measurement.name(),
                    measurement.median(),
                    measurement.unit(),
                    measurement.min(),
                    measurement.max());
        }
    }

    Optional<Measurement> find(String name) {
        return measurements.stream()
                .filter(measurement -> measurement.name().equals(name))
                .findFirst();
    }

    /** All of them, as a field of an answer. */
    void addTo(ObjectNode root) {
        ArrayNode array = root.putArray("measurements");
        measurements.forEach(measurement -> array.add(Json.mapper().<ObjectNode>valueToTree(measurement)));
    }
}
