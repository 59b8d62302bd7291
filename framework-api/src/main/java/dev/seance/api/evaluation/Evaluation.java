// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.evaluation;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an evaluator found.
 *
 * @param metrics by camel-case name, in the order to show them
 * @param section the report's section, block by block
 * @param failures gates that were not passed, a sentence each with the metric and the limit; any makes the run fail
 */
public record Evaluation(Map<String, Double> metrics, List<ReportBlock> section, List<String> failures) {

    public Evaluation {
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
        section = List.copyOf(section);
        failures = List.copyOf(failures);
    }
}
