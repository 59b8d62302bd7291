// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seance.api.plugin.ExtensionContract;
import dev.seance.api.step.StepInputs;
import dev.seance.api.testing.TestContext;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What holds for every {@link Evaluator}: metrics that are finite, the same each time, in a section that can be laid
 * out. A plugin's test extends it and gives inputs with something to measure.
 */
public abstract class EvaluatorContract extends ExtensionContract {

    private static final long SEED = 1837;

    @TempDir
    protected Path workspace;

    /** A new evaluator with the same options at each call. */
    protected abstract Evaluator evaluator() throws IOException;

    /** What its step takes. */
    protected abstract StepInputs inputs() throws IOException;

    @Test
    void givesFiniteMetricsByCamelCaseNames() throws IOException {
        assertThat(evaluate().metrics()).isNotEmpty().allSatisfy((name, value) -> {
            assertThat(name).matches("[a-z][A-Za-z0-9]*");
            assertThat(value).as(name).isFinite();
        });
    }

    @Test
    void findsTheSameAgain() throws IOException {
        assertThat(evaluate()).isEqualTo(evaluate());
    }

    @Test
    void writesASectionThatCanBeLaidOut() throws IOException {
        assertThat(evaluate().section()).isNotEmpty().allSatisfy(block -> {
            if (block instanceof ReportBlock.Paragraph paragraph) {
                assertThat(paragraph.text()).isNotBlank();
            } else if (block instanceof ReportBlock.Table table) {
                assertThat(table.header()).isNotEmpty().noneMatch(String::isBlank);
                assertThat(table.rows()).isNotEmpty();
            } else if (block instanceof ReportBlock.Conversation conversation) {
                assertThat(conversation.turns()).isNotEmpty();
            }
        });
    }

    @Test
    void saysWhichGateFailedInASentence() throws IOException {
        assertThat(evaluate().failures())
                .allSatisfy(failure -> assertThat(failure).isNotBlank().doesNotContain("\n"));
    }

    private Evaluation evaluate() throws IOException {
        return evaluator().evaluate(inputs(), new TestContext(workspace, SEED));
    }
}
