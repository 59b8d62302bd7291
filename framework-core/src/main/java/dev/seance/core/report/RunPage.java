// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.report;

import dev.seance.api.run.ArtifactKind;
import dev.seance.core.run.Durations;
import dev.seance.core.run.RunFolder;
import dev.seance.core.store.ArtifactStore;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * {@code report.html}: one file without scripts, that needs no network, for those who want to know what a model was
 * raised on. Made from the run's summary and the artifacts in the store alone.
 */
final class RunPage {

    private final RunFolder folder;
    private final RunSummary run;
    private final List<ReportedStep> steps;
    private final Html html = new Html();

    private RunPage(RunFolder folder, RunSummary run, ArtifactStore store) {
        this.folder = folder;
        this.run = run;
        this.steps =
                run.steps().stream().map(step -> ReportedStep.of(step, store)).toList();
    }

    static String of(RunFolder folder, RunSummary run, ArtifactStore store) throws IOException {
        return new RunPage(folder, run, store).page();
    }

    private String page() throws IOException {
        html.open("html", "lang", "en", "xmlns", "http://www.w3.org/1999/xhtml").open("head");
        html.empty("meta", "charset", "utf-8");
        html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        html.element("title", run.title());
        html.element("style", Stylesheet.text()).close();
        html.open("body").open("main");
        header();
        StepsSection.write(html, run);
        MoneyTable.write(html, run);
        DialogueTable.write(html, steps);
        EvaluationTable.write(html, steps);
        for (ReportedStep step : steps) {
            section(step);
        }
        ProvenanceSection.write(html, folder, run, steps);
        return html.close().close().close().page();
    }

    private void header() {
        html.open("header").element("h1", run.title());
        html.element(
                "p",
                (run.era().isEmpty() ? "" : run.era() + " · ") + "recipe " + run.recipe() + ", run " + folder.number()
                        + " · " + date(run.finished()),
                "class",
                "subtitle");
        html.element("p", introduction());
        html.close();
        EvaluationSection.failures(html, run.failures());
        MetricList figures = new MetricList();
        for (ArtifactSection section : ArtifactSection.ALL) {
            if (!section.headline().isEmpty()) {
                first(section.kind())
                        .ifPresent(step -> figures.add(step, section.headline().toArray(String[]::new)));
            }
        }
        figures.write(html);
    }

    private Optional<StepSummary> first(ArtifactKind kind) {
        return steps.stream()
                .filter(step -> step.makes(kind))
                .map(ReportedStep::step)
                .findFirst();
    }

    private String introduction() {
        String what = run.lastModel().isPresent()
                ? "This page describes a language model raised from the texts below: "
                : "This page describes a run: ";
        String time = run.seconds() > 0
                ? "The steps made in this run took " + Durations.inWords(run.seconds()) + "."
                : "All of it had been made before, and was taken from the store.";
        return what
                + "what it read, what was left out and why, how it learnt and how well, and what was made up for it. "
                + time;
    }

    private static String date(String instant) {
        return instant.replace('T', ' ').replace("Z", " UTC");
    }

    private void section(ReportedStep reported) throws IOException {
        html.open("section", "id", reported.step().name());
        for (ArtifactSection section : ArtifactSection.ALL) {
            if (reported.makes(section.kind())) {
                section.write(html, reported);
            }
        }
        html.close().line();
    }
}
