// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters.anachronisms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.seance.api.dialogue.Dialogue;
import dev.seance.api.dialogue.Origin;
import dev.seance.api.dialogue.Role;
import dev.seance.api.dialogue.Turn;
import dev.seance.api.evaluation.Evaluation;
import dev.seance.api.evaluation.Evaluator;
import dev.seance.api.evaluation.EvaluatorContract;
import dev.seance.api.evaluation.ReportBlock;
import dev.seance.api.model.Sampling;
import dev.seance.api.model.TrainedModel;
import dev.seance.api.run.UserError;
import dev.seance.api.step.StepInputs;
import dev.seance.api.testing.MemoryCorpus;
import dev.seance.api.testing.MemoryDialogues;
import dev.seance.api.testing.ScriptedBackend;
import dev.seance.api.testing.TestContext;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pf4j.ExtensionPoint;

class AnachronismAuditTest extends EvaluatorContract {

    private static final Sampling LIKELIEST = new Sampling(0, 0, 1, 0, 60);
    private static final String CLEAN = "The coach came late, and the post with it.";
    private static final String MODERN = "He turned on the television, and looked at the internet.";

    @Override
    protected Class<? extends ExtensionPoint> extension() {
        return AnachronismAudit.class;
    }

    @Override
    protected Evaluator evaluator() {
        return evaluator(Optional.of(0.3));
    }

    @Override
    protected StepInputs inputs() {
        return new StepInputs(
                List.of(MemoryCorpus.ofTexts(CLEAN, MODERN, CLEAN, CLEAN)),
                List.of(),
                List.of(model(Map.of("What is the web?", "A thing of the internet."))),
                List.of(scenes("Good evening, sir.")));
    }

    @Test
    void findsWhatWasPlantedInACorpus() throws IOException {
        Evaluation found = evaluate(evaluator(Optional.of(0.2)), inputs());
        assertThat(found.metrics()).containsEntry("corpusLeakRate", 0.25).containsEntry("dialoguesLeakRate", 0.0);
        assertThat(found.failures()).anySatisfy(failure -> assertThat(failure)
                .startsWith("25.00 % of ")
                .endsWith("(corpus) speak of a later time, the limit is 20.00 %"));
        assertThat(found.section().toString()).contains("television", "looked at the internet");
        String alike = "There was as an air of philanthropic ease about him.";
        StepInputs clean = new StepInputs(List.of(MemoryCorpus.ofTexts(CLEAN, alike)), List.of(), List.of(), List.of());
        assertThat(evaluate(evaluator(Optional.of(0.0)), clean).failures()).isEmpty();
    }

    @Test
    void findsWhatTheModelSaysInDialoguesAndNotWhatItIsAsked() throws IOException {
        StepInputs dialogues = new StepInputs(
                List.of(),
                List.of(),
                List.of(),
                List.of(scenes(CLEAN, "As an AI, I have no opinion.", "I saw it on television.", CLEAN)));
        Evaluation found = evaluate(evaluator(Optional.empty()), dialogues);
        // Every question names the internet.
        assertThat(found.metrics()).containsEntry("dialoguesLeakRate", 0.5);
        assertThat(found.failures()).isEmpty();
    }

    @Test
    void asksModelsOfWhatTheyCannotKnow() throws IOException {
        StepInputs knowing = models(Map.of(
                "Who won at Waterloo?", "The Duke of Wellington, sir.",
                "What is the web?", "Pages on a screen.",
                "Who walked on the moon?", "Neil Armstrong did."));
        Map<String, Double> metrics =
                evaluate(evaluator(Optional.empty()), knowing).metrics();
        assertThat(metrics)
                .containsEntry("knownBeforeRate", 1.0)
                .containsEntry("knownAfterRate", 1.0)
                .containsEntry("knownAfterByChance", 0.0);

        StepInputs innocent = models(Map.of(
                "Who won at Waterloo?", "I cannot say.",
                "What is the web?", "A spider makes one.",
                "Who walked on the moon?", "Pages, perhaps."));
        metrics = evaluate(evaluator(Optional.empty()), innocent).metrics();
        assertThat(metrics).containsEntry("knownBeforeRate", 0.0).containsEntry("knownAfterRate", 0.0);
        assertThat(metrics.get("knownAfterByChance")).isCloseTo(0.5, within(1e-9));
    }

    @Test
    void bringsQuestionsOfBothSidesOfAnyEra() {
        List<AuditQuestion> questions = AuditQuestion.read(Optional.empty(), "en");
        for (int to : new int[] {1799, 1837, 1899, 1914}) {
            assertThat(questions.stream()
                            .filter(question -> question.year() <= to)
                            .count())
                    .isGreaterThanOrEqualTo(8);
            assertThat(questions.stream()
                            .filter(question -> question.year() > to)
                            .count())
                    .isGreaterThanOrEqualTo(15);
        }
        // Nobody answers by saying the question again.
        assertThat(questions).noneMatch(question -> question.isAnsweredBy(question.question()));
    }

    @Test
    void saysWhichQuestionIsNone() throws IOException {
        AuditOptions options = options(Optional.empty(), "1900 What is it?\n");
        assertThatThrownBy(() -> evaluate(new AnachronismAudit(options), models(Map.of())))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("questions.tsv, line 1: '1900 What is it?' is no question");
    }

    @Test
    void showsItsExamplesInTheReport() throws IOException {
        List<ReportBlock> tables = evaluate(evaluator(Optional.empty()), inputs()).section().stream()
                .filter(ReportBlock.Table.class::isInstance)
                .toList();
        assertThat(tables).hasSize(3);
    }

    private Evaluator evaluator(Optional<Double> limit) {
        try {
            return new AnachronismAudit(options(
                    limit,
                    "1815\tWho won at Waterloo?\tWellington\n1995\tWhat is the web?\tpages\n"
                            + "1969\tWho walked on the moon?\tArmstrong\n"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private AuditOptions options(Optional<Double> limit, String questions) throws IOException {
        return new AuditOptions(
                1899,
                Optional.empty(),
                List.of(),
                "English",
                Optional.of(Files.writeString(workspace.resolve("questions.tsv"), questions)),
                1,
                LIKELIEST,
                limit,
                limit,
                limit);
    }

    private Evaluation evaluate(Evaluator evaluator, StepInputs inputs) throws IOException {
        return evaluator.evaluate(inputs, new TestContext(workspace, 1));
    }

    private static StepInputs models(Map<String, String> replies) {
        return new StepInputs(List.of(), List.of(), List.of(model(replies)), List.of());
    }

    private static TrainedModel model(Map<String, String> replies) {
        return new ScriptedBackend(replies).model("chat", 128);
    }

    private static MemoryDialogues scenes(String... replies) {
        List<Dialogue> scenes = new ArrayList<>();
        for (String reply : replies) {
            scenes.add(new Dialogue(
                    "scene-" + scenes.size(),
                    List.of(new Turn(Role.USER, "What is the internet?"), new Turn(Role.ASSISTANT, reply)),
                    new Origin("rules", "", "here", "")));
        }
        return new MemoryDialogues("scenes", scenes);
    }
}
