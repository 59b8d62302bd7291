// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.report;

import dev.seance.api.corpus.Funnel;
import dev.seance.api.corpus.Skipped;
import dev.seance.core.run.Durations;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A run's summary for the terminal: steps, their main figures, what the filters let through. */
public final class ReportText {

    /** What the table of steps has room for; the page has all figures. */
    private static final List<String> MAIN = List.of(
            "dialogues",
            "entries",
            "bytesPerToken",
            "parameters",
            "bitsPerByteBefore",
            "bitsPerByte",
            "tokensPerSecond",
            "mfu",
            "answerRate",
            "answerRateByChance",
            "corpusLeakRate",
            "dialoguesLeakRate",
            "modelLeakRate");

    private ReportText() {}

    /** The lines to print. */
    public static List<String> of(RunSummary run) {
        List<String> lines = new ArrayList<>();
        lines.add(run.title() + " (" + run.run() + "), finished " + run.finished());
        lines.add("");
        TextTable steps = new TextTable(List.of("STEP", "BY", "RUN", "TIME", "FIGURES"), Set.of(3));
        for (StepSummary step : run.steps()) {
            steps.row(List.of(
                    step.name(),
                    step.kind() + " " + step.plugin(),
                    step.cached() ? "HIT" : "made",
                    Durations.inWords(step.seconds()),
                    figures(step)));
        }
        lines.addAll(steps.lines());
        for (ExportSummary export : run.exports()) {
            lines.add(export.name() + ": " + MetricFormat.count(export.files().size(), "exported file") + " ("
                    + String.join(", ", export.files()) + ")");
        }
        money(lines, run);
        run.steps().stream().filter(step -> !step.stages().isEmpty()).forEach(step -> funnel(lines, step));
        run.steps().stream().filter(step -> !step.skipped().isEmpty()).forEach(step -> {
            lines.add("");
            lines.add(step.name() + ", not read: " + Skipped.inWords(step.skipped()));
        });
        if (!run.failures().isEmpty()) {
            lines.add("");
            lines.add("Not passed:");
            run.failures().forEach(failure -> lines.add("  " + failure));
        }
        return lines;
    }

    private static void money(List<String> lines, RunSummary run) {
        List<List<String>> rows = MoneyTable.rows(run);
        if (!rows.isEmpty()) {
            lines.add("");
            lines.add(MoneyTable.TITLE);
            TextTable table = new TextTable(
                    MoneyTable.HEADER.stream()
                            .map(name -> name.toUpperCase(Locale.ROOT))
                            .toList(),
                    MoneyTable.NUMBERS);
            rows.forEach(table::row);
            lines.addAll(table.lines());
        }
    }

    /** A step's main figures; for kinds without any of these, the first few it has. */
    private static String figures(StepSummary step) {
        if (step.metric("documentsIn").isPresent()) {
            return change(step, "documents") + ", " + change(step, "words");
        }
        List<String> main = MAIN.stream().filter(step.metrics()::containsKey).toList();
        Stream<String> shown = main.isEmpty()
                ? step.metrics().keySet().stream()
                        .filter(name -> !name.equals("bytes"))
                        .limit(4)
                : main.stream();
        return shown.map(name -> MetricFormat.name(name) + " "
                        + MetricFormat.value(name, step.metrics().get(name)))
                .collect(Collectors.joining(", "));
    }

    private static String change(StepSummary step, String what) {
        return MetricFormat.value(step.metric(what + "In").orElse(0.0)) + " → "
                + MetricFormat.value(step.metric(what + "Out").orElse(0.0)) + " " + what;
    }

    private static void funnel(List<String> lines, StepSummary step) {
        lines.add("");
        lines.add(step.name() + ", filter by filter");
        TextTable table = new TextTable(
                List.of("FILTER", "DOCUMENTS", "LEFT", "WORDS", "LEFT", "KEPT", "WHY"), Set.of(1, 2, 3, 4, 5));
        for (Funnel.Stage stage : step.stages()) {
            table.row(List.of(
                    stage.filter(),
                    MetricFormat.value(stage.in().documents()),
                    MetricFormat.value(stage.out().documents()),
                    MetricFormat.value(stage.in().words()),
                    MetricFormat.value(stage.out().words()),
                    MetricFormat.share(stage.out().words(), stage.in().words()),
                    why(stage)));
        }
        lines.addAll(table.lines());
    }

    private static String why(Funnel.Stage stage) {
        return Stream.concat(reasons("dropped", stage.dropped()), reasons("changed", stage.changed()))
                .collect(Collectors.joining("; "));
    }

    private static Stream<String> reasons(String verb, Map<String, Long> reasons) {
        return reasons.entrySet().stream()
                .map(reason -> String.format(Locale.ROOT, "%,d %s: %s", reason.getValue(), verb, reason.getKey()));
    }
}
