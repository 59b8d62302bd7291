// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seance.api.dialogue.Role;
import dev.seance.api.dialogue.Turn;
import dev.seance.api.evaluation.Evaluation;
import dev.seance.api.evaluation.ReportBlock;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EvaluationJsonTest {

    private static Evaluation roundTrip(Evaluation evaluation) throws IOException {
        return EvaluationJson.read(EvaluationJson.write(evaluation));
    }

    @Test
    void keepsFiguresInTheirOrderBlocksAndFailures() throws IOException {
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("zeal", 1.0);
        metrics.put("accuracy", 0.1 + 0.2);
        Evaluation evaluation = new Evaluation(
                metrics,
                List.of(
                        new ReportBlock.Paragraph("A <b>bold</b> word.\n"),
                        new ReportBlock.Paragraph(""),
                        new ReportBlock.Table(List.of("word", "year"), List.of(List.of("radio", "1907"))),
                        new ReportBlock.Table(List.of(), List.of()),
                        new ReportBlock.Conversation(
                                List.of(new Turn(Role.USER, "Are you there?"), new Turn(Role.ASSISTANT, "I am."))),
                        new ReportBlock.Conversation(List.of(new Turn(Role.ASSISTANT, "Alone."))),
                        new ReportBlock.Conversation(List.of())),
                List.of("accuracy 0.3 is below 0.5"));

        Evaluation back = roundTrip(evaluation);

        assertThat(back).isEqualTo(evaluation);
        assertThat(back.metrics().keySet()).containsExactly("zeal", "accuracy");
    }

    @Test
    void keepsFiguresThatAreNoNumbers() throws IOException {
        Evaluation evaluation =
                new Evaluation(Map.of("a", Double.NaN, "b", Double.NEGATIVE_INFINITY, "c", 3.0), List.of(), List.of());

        assertThat(roundTrip(evaluation)).isEqualTo(evaluation);
    }

    @Test
    void keepsNothing() throws IOException {
        Evaluation nothing = new Evaluation(Map.of(), List.of(), List.of());

        assertThat(roundTrip(nothing)).isEqualTo(nothing);
    }
}
