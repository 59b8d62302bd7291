// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.report;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Figures set out as a row of large numbers with their names beneath. */
final class MetricList {

    private final Map<String, String> figures = new LinkedHashMap<>();

    MetricList add(String name, String value) {
        figures.put(name, value);
        return this;
    }

    /** Adds those of a step's figures that it has, under their own names. */
    MetricList add(StepSummary step, String... metrics) {
        for (String metric : metrics) {
            step.metric(metric).ifPresent(value -> add(MetricFormat.name(metric), MetricFormat.value(metric, value)));
        }
        return this;
    }

    /** Adds all figures of a step but those shown otherwise. */
    MetricList addAllBut(StepSummary step, Set<String> shown) {
        step.metrics().keySet().stream()
                .filter(metric -> !shown.contains(metric))
                .forEach(metric -> add(step, metric));
        return this;
    }

    void write(Html html) {
        if (figures.isEmpty()) {
            return;
        }
        html.open("dl", "class", "figures");
        figures.forEach((name, value) ->
                html.open("div").element("dt", name).element("dd", value).close());
        html.close().line();
    }
}
