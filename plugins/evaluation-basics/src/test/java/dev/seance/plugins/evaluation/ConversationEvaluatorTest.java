// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seance.api.dialogue.Dialogue;
import dev.seance.api.dialogue.Dialogues;
import dev.seance.api.dialogue.Origin;
import dev.seance.api.dialogue.Role;
import dev.seance.api.dialogue.Turn;
import dev.seance.api.evaluation.Evaluation;
import dev.seance.api.evaluation.Evaluator;
import dev.seance.api.evaluation.EvaluatorContract;
import dev.seance.api.evaluation.ReportBlock;
import dev.seance.api.model.Sampling;
import dev.seance.api.run.UserError;
import dev.seance.api.step.StepInputs;
import dev.seance.api.testing.MemoryDialogues;
import dev.seance.api.testing.ScriptedBackend;
import dev.seance.api.testing.TestContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pf4j.ExtensionPoint;

class ConversationEvaluatorTest extends EvaluatorContract {

    private static final Sampling LIKELIEST = new Sampling(0, 0, 1, 0, 60);
    private static final Map<String, String> SCRIPT = Map.of(
            "Who are you?", "A plain man, sir.",
            "What year is it?", "What year is it?",
            "Do you sing?", "No.",
            "Why?", "And so on and on and...");

    @Override
    protected Class<? extends ExtensionPoint> extension() {
        return ConversationEvaluator.class;
    }

    @Override
    protected Evaluator evaluator() {
        return evaluator(Optional.of(0.9));
    }

    @Override
    protected StepInputs inputs() {
        return inputs(List.of());
    }

    @Test
    void measuresTheFormOfReplies() throws IOException {
        Map<String, Double> metrics = evaluate(Optional.empty(), inputs()).metrics();
        assertThat(metrics)
                .containsEntry("properFormRate", 0.25)
                .containsEntry("endedRate", 0.75)
                .doesNotContainKey("copiedRate");
        assertThat(metrics.get("distinct2")).isBetween(0.0, 1.0);
        assertThat(metrics).containsEntry("meanReplyWords", 3.75);
    }

    @Test
    void countsAnswersAgainstChance() throws IOException {
        Map<String, Double> metrics = evaluate(Optional.empty(), inputs()).metrics();
        // "man" answers who; "you" stands in the question, and does not count.
        assertThat(metrics).containsEntry("answerRate", 0.25);
        assertThat(metrics.get("answerRateLow")).isCloseTo(0.0456, Offset.offset(1e-3));
        assertThat(metrics.get("answerRateHigh")).isCloseTo(0.6994, Offset.offset(1e-3));
        // Of twelve pairs of a question and a reply to another, "a plain man" would answer why.
        assertThat(metrics.get("answerRateByChance")).isCloseTo(1.0 / 12, Offset.offset(1e-9));
        assertThat(metrics).containsEntry("echoRate", 0.25).containsEntry("loopRate", 0.0);
    }

    @Test
    void seesLoops() {
        Question why = new Question("Why?", List.of());
        assertThat(new Reply(why, "And so on, and so on, and so on.", true).isLoop())
                .isTrue();
        assertThat(new Reply(why, "And so on, and so on, and so forth.", true).isLoop())
                .isFalse();
        assertThat(new Reply(why, "", true).isLoop()).isFalse();
    }

    @Test
    void bringsQuestionsOfItsOwnInEnglish() {
        List<Question> questions = Question.read(Optional.empty(), "English", 0);
        assertThat(questions).hasSizeGreaterThan(100).doesNotHaveDuplicates();
        assertThat(questions).allSatisfy(question -> {
            assertThat(question.topic()).as(question.text()).hasSizeGreaterThanOrEqualTo(6);
            assertThat(question.isAnsweredBy(question.text()))
                    .as(question.text())
                    .isFalse();
        });
        assertThat(Question.read(Optional.empty(), "English", 10)).hasSize(10).doesNotHaveDuplicates();
        assertThatThrownBy(() -> Question.read(Optional.empty(), "German", 0))
                .isInstanceOf(UserError.class)
                .hasMessage("there are no questions in German; give your own with 'questions'");
    }

    @Test
    void failsBelowTheGateOnly() throws IOException {
        assertThat(evaluate(Optional.of(0.2), inputs()).failures()).isEmpty();
        assertThat(evaluate(Optional.of(0.5), inputs()).failures())
                .containsExactly("25 % of the replies are in proper form, the limit is 50 %");
    }

    @Test
    void showsTheRepliesInTheReport() throws IOException {
        assertThat(evaluate(Optional.empty(), inputs()).section())
                .contains(new ReportBlock.Conversation(
                        List.of(new Turn(Role.USER, "Who are you?"), new Turn(Role.ASSISTANT, "A plain man, sir."))));
    }

    @Test
    void findsRepliesThatAreInTheTrainingDialogues() throws IOException {
        List<Turn> learnt = List.of(new Turn(Role.USER, "Well?"), new Turn(Role.ASSISTANT, "a plain man, Sir"));
        Dialogues scenes = new MemoryDialogues(
                "scenes", List.of(new Dialogue("one", learnt, new Origin("rules", "", "here", ""))));
        assertThat(evaluate(Optional.empty(), inputs(List.of(scenes))).metrics())
                .hasEntrySatisfying("copiedRate", rate -> assertThat(rate).isCloseTo(0.25, Offset.offset(1e-9)));
    }

    @ParameterizedTest
    @CsvSource({
        "It is late., true, true",
        "It is late, true, false",
        "It is late., false, false",
        "Too late., true, false",
        "where are you?, true, false",
        "'He said, \"It is late.\"', true, true"
    })
    void knowsProperForm(String text, boolean ended, boolean proper) {
        assertThat(new Reply(new Question("Where are you?", List.of()), text, ended).isInProperForm())
                .isEqualTo(proper);
    }

    private Evaluator evaluator(Optional<Double> gate) {
        try {
            Path questions = Files.writeString(
                    workspace.resolve("questions.txt"),
                    "Who are you?\tman,you\nWhat year is it?\tcentury\nDo you sing?\tvoice\nWhy?\tbecause,plain\n");
            return new ConversationEvaluator(new ConversationOptions(
                    Optional.of(questions), "English", 0, 1, LIKELIEST, Optional.empty(), gate));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Evaluation evaluate(Optional<Double> gate, StepInputs inputs) throws IOException {
        return evaluator(gate).evaluate(inputs, new TestContext(workspace, 1));
    }

    private static StepInputs inputs(List<Dialogues> training) {
        return new StepInputs(List.of(), List.of(), List.of(new ScriptedBackend(SCRIPT).model("chat", 128)), training);
    }
}
