// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.report;

import dev.seance.api.run.ArtifactKind;
import dev.seance.core.store.StoredDialogues;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The steps that made dialogues, side by side: how many, how varied, what they cost. */
final class DialogueTable {

    private static final List<String> METRICS =
            List.of("distinctQuestionOpenings", "distinctReplyOpenings", "repeated4grams");
    private static final Set<Integer> NUMBERS = Set.of(2, 3, 4, 5, 6, 7);

    private DialogueTable() {}

    /** Writes the table where there is something to compare. */
    static void write(Html html, List<ReportedStep> steps) {
        List<StepSummary> made = steps.stream()
                .filter(step -> step.makes(ArtifactKind.DIALOGUES))
                .map(ReportedStep::step)
                .toList();
        if (made.size() < 2) {
            return;
        }
        html.element("h2", "Dialogues, side by side");
        html.element(
                "p",
                "Variety is that of the first 5,000 dialogues of each: questions and replies whose first four words begin no"
                        + " earlier one, and sequences of four words in replies that stood there before.");
        List<String> header = new ArrayList<>(List.of("Step", "By", "Dialogues", "Dropped"));
        header.addAll(List.of("New question openings", "New reply openings", "Repeated sequences", "Cost"));
        PageTable.open(html, header, NUMBERS);
        made.forEach(step -> PageTable.row(html, row(step), NUMBERS));
        PageTable.close(html);
    }

    private static List<String> row(StepSummary step) {
        double dropped = step.metrics().entrySet().stream()
                .filter(metric -> metric.getKey().startsWith(StoredDialogues.DROPPED))
                .mapToDouble(Map.Entry::getValue)
                .sum();
        List<String> row = new ArrayList<>(List.of(
                step.name(),
                step.plugin(),
                MetricFormat.value(step.metric("dialogues").orElse(0.0)),
                MetricFormat.value(dropped)));
        METRICS.forEach(metric -> row.add(step.metric(metric)
                .map(value -> MetricFormat.value(metric, value))
                .orElse("–")));
        row.add(step.usd() > 0 ? MoneyTable.usd(step.usd()) : "–");
        return row;
    }
}
