// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seance.core.bench.Figure;
import dev.seance.core.store.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The figures of a measurement, printed as they come or kept for an answer in JSON. */
final class MetricLines {

    private final boolean printed;
    private final List<Figure> figures = new ArrayList<>();

    MetricLines(boolean printed) {
        this.printed = printed;
    }

    void add(Figure figure) {
        figures.add(figure);
        if (printed) {
            System.out.printf(
                    Locale.ROOT,
                    "  %-42s %10.2f %-13s (%.2f to %.2f)%n",
                    figure.name(),
                    figure.median(),
                    figure.unit(),
                    figure.least(),
                    figure.most());
        }
    }

    Optional<Figure> find(String name) {
        return figures.stream().filter(figure -> figure.name().equals(name)).findFirst();
    }

    /** All of them, as a field of an answer. */
    void addTo(ObjectNode root) {
        ArrayNode array = root.putArray("figures");
        figures.forEach(figure -> array.add(Json.mapper().<ObjectNode>valueToTree(figure)));
    }
}
