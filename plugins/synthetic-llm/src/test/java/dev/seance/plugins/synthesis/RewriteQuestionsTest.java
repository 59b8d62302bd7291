// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.synthesis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seance.api.dialogue.Dialogue;
import dev.seance.api.step.StepInputs;
import dev.seance.api.synthesis.Generated;
import dev.seance.api.synthesis.LlmRequest;
import dev.seance.api.synthesis.SyntheticGenerator;
import dev.seance.api.synthesis.SyntheticGeneratorContract;
import dev.seance.api.testing.ScriptedLlm;
import dev.seance.api.testing.TestContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pf4j.ExtensionPoint;

class RewriteQuestionsTest extends SyntheticGeneratorContract {

    @TempDir
    Path folder;

    @Override
    protected Class<? extends ExtensionPoint> extension() {
        return RewriteQuestions.class;
    }

    @Override
    protected SyntheticGenerator generator() {
        return generator(12, Given.llm(request -> "Why are you waiting?"));
    }

    @Override
    protected StepInputs inputs() {
        return Given.pairs(12);
    }

    @Test
    void changesTheQuestionAndNothingElse() throws IOException {
        ScriptedLlm llm = Given.llm(request -> "\u201CWhy are you still here?\u201D");
        List<Dialogue> rows = Given.dialogues(generator(3, llm).open(Given.pairs(3), new TestContext(folder, 1)));

        assertThat(rows).hasSize(3);
        Dialogue row = rows.get(1);
        assertThat(row.turns().get(0).text()).isEqualTo("Why are you still here?");
        assertThat(row.turns().get(1).text()).isEqualTo("Because the tide has not turned, sir, for the 1th time.");
        assertThat(row.origin().kind()).isEqualTo("llm-question");
        assertThat(row.origin().document()).isEqualTo("a-book");
        assertThat(row.origin().place()).isEqualTo("characters 1-10");
        assertThat(row.origin().detail()).startsWith("question rewritten by haiku, prompt ");
        LlmRequest request = llm.requests().get(1);
        assertThat(request.system()).contains("books of 1837 to 1899", "plain modern English");
        assertThat(Given.lastTurn(request)).contains("Wherefore do you tarry, number 1?", "for the 1th time.");
    }

    @Test
    void takesPairsFromAllOverTheBooks() throws IOException {
        List<String> items = generator(4, Given.llm(request -> "Why?"))
                .open(Given.pairs(10), new TestContext(folder, 1))
                .items();
        assertThat(items).containsExactly("pair-2", "pair-4", "pair-7", "pair-9");
        assertThat(generator(40, Given.llm(request -> "Why?"))
                        .open(Given.pairs(10), new TestContext(folder, 1))
                        .items())
                .hasSize(10);
    }

    @Test
    void asksOnceMoreForALineAndThenDrops() throws IOException {
        ScriptedLlm once =
                Given.llm(request -> request.turns().size() > 1 ? "Why wait?" : "Here you are:\nWhy are you waiting?");
        assertThat(Given.dialogues(generator(1, once).open(Given.pairs(1), new TestContext(folder, 1))))
                .singleElement()
                .satisfies(row -> assertThat(row.turns().get(0).text()).isEqualTo("Why wait?"));
        assertThat(once.requests()).hasSize(2);
        assertThat(Given.lastTurn(once.requests().get(1))).contains("give one line and nothing else");

        assertDropped(request -> "Two\nlines.", "not in the form asked for");
        assertDropped(request -> "word ".repeat(200), "cut off at max-tokens");
        assertDropped(request -> "As an AI I do not wait.", "speaks of models, prompts or passages");
        ScriptedLlm alike = Given.llm(request -> "As an aim, why wait?");
        assertThat(Given.dialogues(generator(1, alike).open(Given.pairs(1), new TestContext(folder, 1))))
                .hasSize(1);
        assertDropped(request -> "Long, ".repeat(70) + "is it not?", "not in the form asked for");
    }

    private void assertDropped(Function<LlmRequest, String> script, String reason) throws IOException {
        assertThat(Given.all(generator(1, Given.llm(script)).open(Given.pairs(1), new TestContext(folder, 1))))
                .containsExactly(Generated.dropped(reason));
    }

    private static RewriteQuestions generator(int pairs, ScriptedLlm llm) {
        return new RewriteQuestions(
                new RewriteOptions("haiku", pairs, Optional.empty(), 1837, 1899, "English", 0.7, 120),
                Given.gateway(llm));
    }
}
