// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.bundle;

import dev.seance.core.report.MetricFormat;
import dev.seance.core.report.ReportText;
import dev.seance.core.report.RunSummary;
import dev.seance.core.report.StepSummary;
import java.util.List;

/** The first thing to read in a bundle, in Markdown: what the model is, what it was raised from, and what not to expect. */
final class BundleCard {

    private BundleCard() {}

    static String of(RunSummary run, List<String> steps, boolean licensed) {
        StringBuilder card = new StringBuilder("# " + run.title() + "\n\n");
        card.append("A language model")
                .append(run.era().isEmpty() ? "" : " of " + run.era())
                .append(", raised from its texts by Seance, recipe `")
                .append(run.recipe())
                .append("` (run ")
                .append(run.run())
                .append(", finished ")
                .append(run.finished())
                .append(").\n\n    seance chat FILE\n    seance complete FILE \"It was on a cold evening in\"\n\n");
        card.append("`FILE` is the bundle that this page is in.\n\n");
        models(card, run, steps);
        corpora(card, run);
        card.append("""
                ## Limits

                It repeats what its books say and how they say it, their errors and prejudices too, and invents what they do not
                say. Nothing that it says is information, and it must not be asked for advice. It was not made safe for children
                or for the public by anybody.

                ## Licence

                """);
        card.append(
                licensed
                        ? "`LICENSE.txt` is what whoever made this file gives the weights under."
                        : "Whoever made this file chose no licence for the weights; ask before you pass them on.");
        card.append(" The texts keep their own rights.\n\n## The run\n\n");
        card.append("```\n");
        ReportText.of(run).forEach(line -> card.append(line).append('\n'));
        return card.append("```\n").toString();
    }

    private static void models(StringBuilder card, RunSummary run, List<String> steps) {
        card.append("## What is in it\n\n| model | parameters | bits per byte |\n|---|---|---|\n");
        run.steps().stream().filter(step -> steps.contains(step.name())).forEach(step -> card.append("| ")
                .append(step.name())
                .append(" | ")
                .append(metric(step, "parameters"))
                .append(" | ")
                .append(metric(step, "bitsPerByte"))
                .append(" |\n"));
        card.append('\n');
    }

    private static void corpora(StringBuilder card, RunSummary run) {
        List<StepSummary> corpora = run.steps().stream()
                .filter(step -> step.metric("documentsOut").isPresent())
                .toList();
        if (corpora.isEmpty()) {
            return;
        }
        card.append(
                "## What it was raised from\n\n| corpus | documents read | kept | words read | kept |\n|---|---|---|---|---|\n");
        corpora.forEach(step -> card.append("| ")
                .append(String.join(
                        " | ",
                        step.name() + " (" + step.plugin() + ")",
                        metric(step, "documentsIn"),
                        metric(step, "documentsOut"),
                        metric(step, "wordsIn"),
                        metric(step, "wordsOut")))
                .append(" |\n"));
        card.append('\n');
    }

    private static String metric(StepSummary step, String name) {
        return step.metric(name).map(value -> MetricFormat.value(name, value)).orElse("");
    }
}
