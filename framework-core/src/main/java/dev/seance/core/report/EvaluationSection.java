// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.report;

import dev.seance.api.evaluation.Evaluation;
import dev.seance.api.evaluation.ReportBlock;
import dev.seance.api.run.ArtifactKind;
import dev.seance.core.store.EvaluationJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What an evaluator found, as it told it. */
final class EvaluationSection implements ArtifactSection {

    @Override
    public ArtifactKind kind() {
        return ArtifactKind.REPORT;
    }

    @Override
    public void write(Html html, ReportedStep reported) throws IOException {
        StepSummary step = reported.step();
        html.element("h2", "Evaluation: " + step.name());
        failures(html, step.failures());
        new MetricList().addAllBut(step, Set.of()).write(html);
        findings(html, reported);
    }

    /** What the evaluator wrote, tables and conversations. */
    static void findings(Html html, ReportedStep reported) throws IOException {
        Optional<Path> file = reported.file(EvaluationJson.FILE);
        if (file.isEmpty()) {
            html.element("p", "Its section is no longer in the store.", "class", "note");
            return;
        }
        Evaluation evaluation = EvaluationJson.read(Files.readString(file.get()));
        evaluation.section().forEach(block -> write(html, block));
    }

    /** The box of gates that were not passed; nothing when all were. */
    static void failures(Html html, List<String> failures) {
        if (failures.isEmpty()) {
            return;
        }
        html.open("div", "class", "failures", "role", "alert").element("p", "Not passed");
        html.open("ul");
        failures.forEach(failure -> html.element("li", failure));
        html.close().close().line();
    }

    private static void write(Html html, ReportBlock block) {
        if (block instanceof ReportBlock.Paragraph paragraph) {
            html.element("p", paragraph.text());
        } else if (block instanceof ReportBlock.Table table) {
            PageTable.open(html, table.header(), Set.of());
            table.rows().forEach(row -> PageTable.row(html, row, Set.of()));
            PageTable.close(html);
        } else if (block instanceof ReportBlock.Conversation conversation) {
            ConversationBlock.write(html, conversation.turns());
        }
    }
}
