// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.synthesis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seance.api.corpus.Corpus;
import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Subset;
import dev.seance.api.dialogue.Dialogue;
import dev.seance.api.step.StepInputs;
import dev.seance.api.synthesis.Generated;
import dev.seance.api.synthesis.SynthesisSession;
import dev.seance.api.synthesis.SyntheticGenerator;
import dev.seance.api.synthesis.SyntheticGeneratorContract;
import dev.seance.api.testing.ScriptedLlm;
import dev.seance.api.testing.TestContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pf4j.ExtensionPoint;

class VerbatimRepliesTest extends SyntheticGeneratorContract {

    @TempDir
    Path folder;

    @Override
    protected Class<? extends ExtensionPoint> extension() {
        return VerbatimReplies.class;
    }

    @Override
    protected SyntheticGenerator generator() {
        return generator(8, Given.llm(request -> "What was the harbour like?"));
    }

    @Override
    protected StepInputs inputs() {
        return Given.corpus();
    }

    @Test
    void repliesWithWhatStandsInTheBooks() throws IOException {
        StepInputs inputs = Given.corpus();
        List<Dialogue> rows = Given.dialogues(generator().open(inputs, new TestContext(folder, 1)));

        assertThat(rows).hasSize(8);
        for (Dialogue row : rows) {
            String[] span = row.origin().place().replace("characters ", "").split("-");
            String text = text(inputs.corpus(), row.origin().document());
            assertThat(row.turns().get(1).text())
                    .isEqualTo(text.substring(Integer.parseInt(span[0]), Integer.parseInt(span[1])));
        }
        assertThat(rows).extracting(row -> row.turns().get(1).text()).doesNotHaveDuplicates();
    }

    @Test
    void drawsOtherPassagesByAnotherSeedAndAllWhereThereAreFewer() throws IOException {
        List<String> one = places(generator().open(Given.corpus(), new TestContext(folder, 1)));
        assertThat(places(generator().open(Given.corpus(), new TestContext(folder, 1))))
                .isEqualTo(one);
        assertThat(places(generator().open(Given.corpus(), new TestContext(folder, 2))))
                .isNotEqualTo(one);
        ScriptedLlm llm = Given.llm(request -> "What was it like?");
        assertThat(generator(1000, llm)
                        .open(Given.corpus(), new TestContext(folder, 1))
                        .items())
                .hasSize(12);
    }

    @Test
    void dropsWhatAnswersNothingAndWhatSpeaksOfPassages() throws IOException {
        assertThat(Given.all(
                        generator(1, Given.llm(request -> "NONE")).open(Given.corpus(), new TestContext(folder, 1))))
                .containsExactly(Generated.dropped("answers no question"));
        assertThat(Given.all(generator(1, Given.llm(request -> "What does this passage say?"))
                        .open(Given.corpus(), new TestContext(folder, 1))))
                .containsExactly(Generated.dropped("speaks of models, prompts or passages"));
    }

    private static List<String> places(SynthesisSession session) throws IOException {
        return Given.dialogues(session).stream()
                .map(row -> row.origin().document() + " " + row.origin().place())
                .toList();
    }

    private static String text(Corpus corpus, String id) {
        try (Stream<Document> documents = corpus.read(Subset.TRAIN)) {
            return documents
                    .filter(document -> document.id().equals(id))
                    .findFirst()
                    .orElseThrow()
                    .text();
        }
    }

    private static VerbatimReplies generator(int passages, ScriptedLlm llm) {
        return new VerbatimReplies(
                new VerbatimOptions("haiku", passages, 20, 90, 0.7, Optional.empty(), 1837, 1899, "English", 0.7, 120),
                Given.gateway(llm));
    }
}
