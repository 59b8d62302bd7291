// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.report;

import dev.seance.core.run.RunFolder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What distinguishes two runs; what is equal is left out.
 *
 * @param runs the two, as {@code recipe/n}
 * @param recipe values of the recipe by path
 * @param steps the steps with other figures, or in one run only; none when a run did not finish
 */
public record RunDiff(List<String> runs, List<Change> recipe, List<StepDiff> steps) {

    public RunDiff {
        runs = List.copyOf(runs);
        recipe = List.copyOf(recipe);
        steps = List.copyOf(steps);
    }

    /**
     * A value on both sides.
     *
     * @param path where it stands, or a figure's name
     * @param left in the first run; null when it is not there
     * @param right in the second run; null when it is not there
     */
    public record Change(String path, String left, String right) {}

    /**
     * A step on both sides.
     *
     * @param name the step
     * @param leftFingerprint its artifact in the first run; null when the step is not there
     * @param rightFingerprint its artifact in the second run; null when the step is not there
     * @param metrics the figures that differ
     */
    public record StepDiff(String name, String leftFingerprint, String rightFingerprint, List<MetricDiff> metrics) {

        public StepDiff {
            metrics = List.copyOf(metrics);
        }
    }

    /**
     * A figure on both sides.
     *
     * @param name its camel-case name
     * @param left in the first run; null when it is not there
     * @param right in the second run; null when it is not there
     */
    public record MetricDiff(String name, Double left, Double right) {}

    /** Compares two runs. */
    public static RunDiff of(RunFolder left, RunFolder right) throws IOException {
        Optional<RunSummary> one = RunSummary.find(left);
        Optional<RunSummary> other = RunSummary.find(right);
        return new RunDiff(
                List.of(left.label(), right.label()),
                values(RecipeValues.of(left), RecipeValues.of(right)),
                one.isPresent() && other.isPresent() ? steps(byName(one.get()), byName(other.get())) : List.of());
    }

    private static List<Change> values(Map<String, String> left, Map<String, String> right) {
        return union(left, right).stream()
                .filter(path -> !Objects.equals(left.get(path), right.get(path)))
                .map(path -> new Change(path, left.get(path), right.get(path)))
                .toList();
    }

    private static Map<String, StepSummary> byName(RunSummary run) {
        Map<String, StepSummary> steps = new LinkedHashMap<>();
        run.steps().forEach(step -> steps.put(step.name(), step));
        return steps;
    }

    private static List<StepDiff> steps(Map<String, StepSummary> left, Map<String, StepSummary> right) {
        List<StepDiff> differing = new ArrayList<>();
        for (String name : union(left, right)) {
            Optional<StepSummary> one = Optional.ofNullable(left.get(name));
            Optional<StepSummary> other = Optional.ofNullable(right.get(name));
            StepDiff step = new StepDiff(
                    name,
                    one.map(StepSummary::fingerprint).orElse(null),
                    other.map(StepSummary::fingerprint).orElse(null),
                    metrics(
                            one.map(StepSummary::metrics).orElse(Map.of()),
                            other.map(StepSummary::metrics).orElse(Map.of())));
            if (!Objects.equals(step.leftFingerprint(), step.rightFingerprint())
                    || !step.metrics().isEmpty()) {
                differing.add(step);
            }
        }
        return differing;
    }

    private static List<MetricDiff> metrics(Map<String, Double> left, Map<String, Double> right) {
        return union(left, right).stream()
                .filter(name -> !Objects.equals(left.get(name), right.get(name)))
                .map(name -> new MetricDiff(name, left.get(name), right.get(name)))
                .toList();
    }

    private static <T> Set<String> union(Map<String, T> left, Map<String, T> right) {
        Set<String> names = new LinkedHashSet<>(left.keySet());
        names.addAll(right.keySet());
        return names;
    }

    /** The comparison for the terminal. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        if (recipe.isEmpty() && steps.isEmpty()) {
            return List.of(runs.get(0) + " and " + runs.get(1) + " have the same recipe and the same figures");
        }
        TextTable values = new TextTable(List.of("RECIPE", runs.get(0), runs.get(1)), Set.of());
        recipe.forEach(change -> values.row(List.of(change.path(), text(change.left()), text(change.right()))));
        if (!recipe.isEmpty()) {
            lines.addAll(values.lines());
        }
        for (StepDiff step : steps) {
            if (!lines.isEmpty()) {
                lines.add("");
            }
            TextTable table = new TextTable(List.of(step.name(), runs.get(0), runs.get(1)), Set.of(1, 2));
            table.row(List.of("artifact", digest(step.leftFingerprint()), digest(step.rightFingerprint())));
            step.metrics()
                    .forEach(metric -> table.row(
                            List.of(MetricFormat.name(metric.name()), text(metric, true), text(metric, false))));
            lines.addAll(table.lines());
        }
        return lines;
    }

    static String text(String value) {
        return value == null ? "–" : value;
    }

    private static String digest(String fingerprint) {
        return fingerprint == null ? "–" : fingerprint.substring(0, Math.min(12, fingerprint.length()));
    }

    static String text(MetricDiff metric, boolean left) {
        Double value = left ? metric.left() : metric.right();
        return value == null ? "–" : MetricFormat.value(metric.name(), value);
    }
}
