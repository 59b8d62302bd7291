// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.report;

import dev.seance.api.run.ArtifactKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Evaluations of one kind side by side: the same figures of several models. */
final class EvaluationTable {

    private EvaluationTable() {}

    /** Writes a table for each kind of evaluation that a run has made more than once. */
    static void write(Html html, List<ReportedStep> steps) {
        Map<String, List<StepSummary>> kinds = steps.stream()
                .filter(step -> step.makes(ArtifactKind.REPORT))
                .map(ReportedStep::step)
                .collect(Collectors.groupingBy(StepSummary::plugin, LinkedHashMap::new, Collectors.toList()));
        kinds.forEach((plugin, evaluations) -> {
            if (evaluations.size() > 1) {
                write(html, plugin, evaluations);
            }
        });
    }

    private static void write(Html html, String plugin, List<StepSummary> evaluations) {
        html.element("h2", "Evaluations, side by side: " + plugin);
        List<String> header = new ArrayList<>(List.of("Figure"));
        evaluations.forEach(step -> header.add(step.name()));
        Set<Integer> numbers = IntStream.range(1, header.size()).boxed().collect(Collectors.toUnmodifiableSet());
        Set<String> metrics = new LinkedHashSet<>();
        evaluations.forEach(step -> metrics.addAll(step.metrics().keySet()));
        PageTable.open(html, header, numbers);
        for (String metric : metrics) {
            List<String> row = new ArrayList<>(List.of(MetricFormat.name(metric)));
            evaluations.forEach(step -> row.add(step.metric(metric)
                    .map(value -> MetricFormat.value(metric, value))
                    .orElse("–")));
            PageTable.row(html, row, numbers);
        }
        PageTable.close(html);
    }
}
