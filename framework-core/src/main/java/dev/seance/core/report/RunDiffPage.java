// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.report;

import dev.seance.api.run.ArtifactKind;
import dev.seance.core.run.RunFolder;
import dev.seance.core.store.Artifact;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Two runs side by side as a page for people, like {@link RunPage} one file without scripts: what their recipes say
 * differently, the figures that differ, the curves of trainings of the same name in one chart, and what their evaluations
 * found, one below the other.
 */
public final class RunDiffPage {

    private static final int MAX_POINTS = 500;
    private static final Set<Integer> NUMBERS = Set.of(1, 2);

    private final RunDiff diff;
    private final Map<String, ReportedStep> left;
    private final Map<String, ReportedStep> right;
    private final Html html = new Html();

    private RunDiffPage(RunDiff diff, Map<String, ReportedStep> left, Map<String, ReportedStep> right) {
        this.diff = diff;
        this.left = left;
        this.right = right;
    }

    /** Draws the page; of a run that has not finished there are the recipe's values alone. */
    public static String of(RunFolder left, RunFolder right) throws IOException {
        return new RunDiffPage(RunDiff.of(left, right), steps(left), steps(right)).page();
    }

    private static Map<String, ReportedStep> steps(RunFolder run) {
        Map<String, ReportedStep> steps = new LinkedHashMap<>();
        RunSummary.find(run).ifPresent(summary -> summary.steps()
                .forEach(step -> steps.put(step.name(), ReportedStep.of(step, RunFolder.store(run.runs())))));
        return steps;
    }

    private String page() throws IOException {
        String title = diff.runs().get(0) + " and " + diff.runs().get(1);
        html.open("html", "lang", "en", "xmlns", "http://www.w3.org/1999/xhtml").open("head");
        html.empty("meta", "charset", "utf-8");
        html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        html.element("title", title);
        html.element("style", Stylesheet.text()).close();
        html.open("body").open("main").open("header").element("h1", title);
        html.element("p", "What differs between two runs; what is equal is left out.")
                .close();
        recipes();
        for (RunDiff.StepDiff step : diff.steps()) {
            figures(step);
            curves(step.name());
            evaluations(step.name());
        }
        return html.close().close().close().page();
    }

    private void recipes() {
        html.element("h2", "Their recipes");
        if (diff.recipe().isEmpty()) {
            html.element("p", "They say the same.");
            return;
        }
        PageTable.open(html, header("Value"), Set.of());
        diff.recipe()
                .forEach(change -> PageTable.row(
                        html,
                        List.of(change.path(), RunDiff.text(change.left()), RunDiff.text(change.right())),
                        Set.of()));
        PageTable.close(html);
    }

    private void figures(RunDiff.StepDiff step) {
        html.element("h2", step.name());
        if (step.metrics().isEmpty()) {
            html.element("p", "Its figures are the same.");
            return;
        }
        PageTable.open(html, header("Figure"), NUMBERS);
        step.metrics()
                .forEach(metric -> PageTable.row(
                        html,
                        List.of(
                                MetricFormat.name(metric.name()),
                                RunDiff.text(metric, true),
                                RunDiff.text(metric, false)),
                        NUMBERS));
        PageTable.close(html);
    }

    private List<String> header(String first) {
        return List.of(first, diff.runs().get(0), diff.runs().get(1));
    }

    private void curves(String step) throws IOException {
        chart(step, "loss", "Loss in training; lower is better", "loss (nats a token)");
        chart(step, "bitsPerByte", "Bits per byte on held-out text; lower is better", "bits per byte");
    }

    private void chart(String step, String metric, String title, String unit) throws IOException {
        List<Series> lines = new ArrayList<>();
        add(lines, diff.runs().get(0), left.get(step), metric);
        add(lines, diff.runs().get(1), right.get(step), metric);
        if (!lines.isEmpty()) {
            new SvgChart(title, "optimiser steps", unit, lines).draw(html);
        }
    }

    private static void add(List<Series> lines, String run, ReportedStep step, String metric) throws IOException {
        Optional<Path> curve =
                step == null || !step.makes(ArtifactKind.MODEL) ? Optional.empty() : step.file(Artifact.CURVE);
        if (curve.isPresent()) {
            Series line = new Series(run, Curve.read(curve.get()).points(metric, MAX_POINTS));
            if (!line.points().isEmpty()) {
                lines.add(line);
            }
        }
    }

    private void evaluations(String step) throws IOException {
        evaluation(diff.runs().get(0), left.get(step));
        evaluation(diff.runs().get(1), right.get(step));
    }

    private void evaluation(String run, ReportedStep step) throws IOException {
        if (step != null && step.makes(ArtifactKind.REPORT)) {
            html.element("h3", run);
            EvaluationSection.findings(html, step);
        }
    }
}
