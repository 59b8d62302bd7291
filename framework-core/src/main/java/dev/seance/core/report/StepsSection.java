// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.report;

import dev.seance.core.run.Durations;
import java.util.List;
import java.util.Set;

/** The table of steps: what each made, whether it had to, how long that took. */
final class StepsSection {

    private static final Set<Integer> NUMBERS = Set.of(4);

    private StepsSection() {}

    static void write(Html html, RunSummary run) {
        html.element("h2", "The steps");
        PageTable.open(html, List.of("Step", "By", "Made", "This run", "Time"), NUMBERS);
        for (StepSummary step : run.steps()) {
            PageTable.row(
                    html,
                    List.of(
                            step.name(),
                            step.kind() + " " + step.plugin(),
                            step.makes(),
                            step.cached() ? "HIT: made before" : "made it",
                            Durations.inWords(step.seconds())),
                    NUMBERS);
        }
        for (ExportSummary export : run.exports()) {
            PageTable.row(
                    html,
                    List.of(
                            export.name(),
                            "export " + export.plugin(),
                            MetricFormat.count(export.files().size(), "file"),
                            "made it",
                            ""),
                    NUMBERS);
        }
        PageTable.close(html);
    }
}
