// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.lint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Collects what the checks find: findings for people, metrics for scripts, and the limits that were exceeded. */
final class Findings {

    private final LintOptions options;
    private final List<Finding> all = new ArrayList<>();
    private final Map<String, Double> metrics = new LinkedHashMap<>();
    private final List<String> failures = new ArrayList<>();

    Findings(LintOptions options) {
        this.options = options;
    }

    void add(Finding finding) {
        all.add(finding);
    }

    void metric(String name, double value) {
        metrics.put(name, value);
    }

    /** Adds a hard check: whatever it counts, the vocabulary is broken. */
    void hard(HardCheck check, String metric, long count, Finding finding) {
        metric(metric, count);
        add(finding);
        if (count > 0 && options.failOn().contains(check)) {
            failures.add(finding.check() + ": " + finding.found()
                    + (finding.examples().isEmpty()
                            ? ""
                            : " (" + finding.examples().get(0).replace('\n', ' ') + ")"));
        }
    }

    /** Adds a failure when a limit of the options was exceeded. */
    void requireLimit(boolean met, String failure) {
        if (!met) {
            failures.add(failure);
        }
    }

    LintOptions options() {
        return options;
    }

    List<Finding> all() {
        return all;
    }

    Map<String, Double> metrics() {
        return metrics;
    }

    List<String> failures() {
        return failures;
    }

    static String count(long number, String noun) {
        return String.format(Locale.ROOT, "%,d %s", number, noun + (number == 1 ? "" : "s"));
    }

    static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }
}
