// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.report;

import dev.seance.api.corpus.Funnel;
import dev.seance.api.corpus.Skipped;
import dev.seance.api.run.ArtifactKind;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a corpus was read from, what each filter let through, and why it did not. */
final class CorpusSection implements ArtifactSection {

    private static final Set<Integer> NUMBERS = Set.of(1, 2, 3, 4, 5);

    @Override
    public ArtifactKind kind() {
        return ArtifactKind.CORPUS;
    }

    @Override
    public List<String> headline() {
        return List.of("documentsOut", "wordsOut");
    }

    @Override
    public void write(Html html, ReportedStep reported) {
        StepSummary step = reported.step();
        html.element("h2", "What it read: " + step.name());
        html.element("p", inWords(step));
        if (!step.skipped().isEmpty()) {
            html.element("p", "Not read: " + Skipped.inWords(step.skipped()) + ".");
        }
        if (step.stages().isEmpty()) {
            html.element("p", "No filter was asked about them.", "class", "note");
            return;
        }
        FunnelPicture.draw(html, step.stages());
        PageTable.open(
                html,
                List.of("Filter", "Documents in", "Documents out", "Words in", "Words out", "Words kept"),
                NUMBERS);
        step.stages().forEach(stage -> write(html, stage));
        PageTable.close(html);
    }

    private static String inWords(StepSummary step) {
        long documentsIn = count(step, "documentsIn");
        long wordsIn = count(step, "wordsIn");
        long documentsOut = count(step, "documentsOut");
        long wordsOut = count(step, "wordsOut");
        long apart = count(step, "validationDocuments");
        return "Of " + MetricFormat.count(documentsIn, "document") + " with " + MetricFormat.count(wordsIn, "word")
                + ", "
                + MetricFormat.value(documentsOut) + " with " + MetricFormat.count(wordsOut, "word") + " were kept: "
                + MetricFormat.share(wordsOut, wordsIn) + " of the words."
                + (apart > 0
                        ? " " + MetricFormat.count(apart, "document") + " of these "
                                + (apart == 1 ? "is" : "are")
                                + " set apart: no training saw them, and what is measured is measured on them."
                        : "");
    }

    private static long count(StepSummary step, String metric) {
        return step.metric(metric).orElse(0.0).longValue();
    }

    private static void write(Html html, Funnel.Stage stage) {
        PageTable.row(
                html,
                List.of(
                        stage.filter(),
                        MetricFormat.value(stage.in().documents()),
                        MetricFormat.value(stage.out().documents()),
                        MetricFormat.value(stage.in().words()),
                        MetricFormat.value(stage.out().words()),
                        MetricFormat.share(stage.out().words(), stage.in().words())),
                NUMBERS);
        if (stage.changed().isEmpty() && stage.dropped().isEmpty()) {
            return;
        }
        html.open("tr", "class", "why").open("td", "colspan", "6");
        reasons(html, "left out", stage.dropped());
        reasons(html, "changed", stage.changed());
        if (!stage.examples().isEmpty()) {
            html.open("ul", "class", "examples");
            stage.examples().forEach(example -> html.element("li", example));
            html.close();
        }
        html.close().close().line();
    }

    private static void reasons(Html html, String verb, Map<String, Long> reasons) {
        reasons.forEach((reason, count) ->
                html.element("p", MetricFormat.count(count, "document") + " " + verb + ": " + reason));
    }
}
