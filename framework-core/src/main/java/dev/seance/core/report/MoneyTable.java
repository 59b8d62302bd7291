// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.report;

import dev.seance.core.run.StepMoney;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What a run cost, step by step: calls to language models beside what was forecast of them, and the machine. */
final class MoneyTable {

    static final String TITLE = "What it cost";
    static final List<String> HEADER =
            List.of("Step", "Calls", "Forecast", "Language models", "Forecast", "Machine", "In all");
    static final Set<Integer> NUMBERS = Set.of(1, 2, 3, 4, 5, 6);

    /** As its author counted: the training about $35 of it, the rest for data and for runs that failed. */
    private static final double PUBLISHED_USD = 496.66;

    private static final String NOTHING = "–";

    private MoneyTable() {}

    /** The rows, the sum last; none where nothing was asked and the machine has no price. */
    static List<List<String>> rows(RunSummary run) {
        List<StepSummary> paid = run.steps().stream()
                .filter(step -> step.usd() > 0 || step.metric(StepMoney.CALLS).isPresent())
                .toList();
        if (paid.isEmpty()) {
            return List.of();
        }
        List<List<String>> rows = new ArrayList<>();
        for (StepSummary step : paid) {
            rows.add(List.of(
                    step.name(),
                    count(step, StepMoney.CALLS),
                    count(step, StepMoney.FORECAST_CALLS),
                    usd(step, StepMoney.LLM_USD),
                    usd(step, StepMoney.FORECAST_USD),
                    usd(step, StepMoney.MACHINE_USD),
                    usd(step.usd())));
        }
        rows.add(List.of(
                "all",
                MetricFormat.value(sum(paid, StepMoney.CALLS)),
                MetricFormat.value(sum(paid, StepMoney.FORECAST_CALLS)),
                usd(sum(paid, StepMoney.LLM_USD)),
                usd(sum(paid, StepMoney.FORECAST_USD)),
                sum(paid, StepMoney.MACHINE_USD) == 0 ? NOTHING : usd(sum(paid, StepMoney.MACHINE_USD)),
                usd(run.usd())));
        return rows;
    }

    static void write(Html html, RunSummary run) {
        List<List<String>> rows = rows(run);
        if (rows.isEmpty()) {
            return;
        }
        html.element("h2", TITLE);
        html.element(
                "p",
                "In US dollars, at the prices that the recipe states. The forecast is the plan's, before the first call.");
        PageTable.open(html, HEADER, NUMBERS);
        rows.forEach(row -> PageTable.row(html, row, NUMBERS));
        PageTable.close(html);
        if (run.usd() > 0) {
            html.element("p", besidePublished(run.usd()), "class", "note");
        }
    }

    /** What it cost beside the published model that all of this began with. */
    static String besidePublished(double usd) {
        return String.format(
                Locale.ROOT,
                "The published \"Mr. Chatterbox\" of 2026 took %s in all, its failed"
                        + " attempts included; this run took %s of that.",
                usd(PUBLISHED_USD),
                MetricFormat.share(Math.round(usd * 100), Math.round(PUBLISHED_USD * 100)));
    }

    private static double sum(List<StepSummary> steps, String metric) {
        return steps.stream()
                .mapToDouble(step -> step.metric(metric).orElse(0.0))
                .sum();
    }

    private static String count(StepSummary step, String metric) {
        return step.metric(metric).map(MetricFormat::value).orElse(NOTHING);
    }

    private static String usd(StepSummary step, String metric) {
        return step.metric(metric).map(MoneyTable::usd).orElse(NOTHING);
    }

    /** Cents, and more places for what is less than a few of them. */
    static String usd(double value) {
        return String.format(Locale.ROOT, value > 0 && value < 0.1 ? "$%.4f" : "$%,.2f", value);
    }
}
