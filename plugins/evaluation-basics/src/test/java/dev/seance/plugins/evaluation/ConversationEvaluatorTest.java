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
import dev.seance.api.run.Environment;
import dev.seance.api.run.UserError;
import dev.seance.api.step.StepInputs;
import dev.seance.api.synthesis.LlmForecast;
import dev.seance.api.synthesis.LlmRequest;
import dev.seance.api.testing.MemoryDialogues;
import dev.seance.api.testing.ScriptedBackend;
import dev.seance.api.testing.ScriptedLlm;
import dev.seance.api.testing.TestContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.pf4j.ExtensionPoint;

class ConversationEvaluatorTest extends EvaluatorContract {

    private static final Sampling LIKELIEST = new Sampling(0, 0, 1, 0, 60);
    private static final Map<String, String> SCRIPT = Map.of(
            "Who are you?", "A plain man, sir.",
            "What year is it?", "What year is it?",
            "Do you sing?", "No.",
            "Why?", "And so on and on and...");

    private TestContext context;

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
        // Of twelve pairs of a reply and another question's topic, "a plain man" would answer why.
        assertThat(metrics.get("answerRateByChance")).isCloseTo(1.0 / 12, Offset.offset(1e-9));
        assertThat(metrics).containsEntry("echoRate", 0.25).containsEntry("loopRate", 0.0);
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
    void findsRepliesAndQuestionsThatAreInTheTrainingDialogues() throws IOException {
        List<Turn> learnt = List.of(new Turn(Role.USER, "do you sing?!"), new Turn(Role.ASSISTANT, "a plain man, Sir"));
        Dialogues scenes = new MemoryDialogues(
                "scenes", List.of(new Dialogue("one", learnt, new Origin("rules", "", "here", ""))));
        assertThat(evaluate(Optional.empty(), inputs(List.of(scenes))).metrics())
                .containsEntry("copiedRate", 0.25)
                .containsEntry("questionsInTraining", 1.0)
                .containsEntry("periodRegisterTraining", Math.log(1.5 / 0.5));
    }

    @Test
    void measuresTheReplyToTheLastTurn() throws IOException {
        Path file = Files.writeString(
                workspace.resolve("turns.txt"),
                "Who are you? | And your trade?\tcarpenter\nWhy? | Why not?\tbecause\n");
        Map<String, String> script = Map.of(
                "Who are you?", "A plain carpenter.",
                "Who are you?A plain carpenter.And your trade?", "A plain carpenter, sir.",
                "Why?", "Because.",
                "Why?Because.Why not?", "Because.");
        Evaluation evaluation = evaluate(options(file, 0, Optional.empty(), Optional.empty()), script);
        // The first says again what it said before, which is an echo and still an answer; a single word is no echo.
        assertThat(evaluation.metrics())
                .containsEntry("answerRate", 1.0)
                .containsEntry("answerRateMultiTurn", 1.0)
                .containsEntry("echoRate", 0.5)
                .containsEntry("medianReplyWords", 2.5);
        assertThat(evaluation.section())
                .contains(new ReportBlock.Conversation(List.of(
                        new Turn(Role.USER, "Who are you?"),
                        new Turn(Role.ASSISTANT, "A plain carpenter."),
                        new Turn(Role.USER, "And your trade?"),
                        new Turn(Role.ASSISTANT, "A plain carpenter, sir."))));
    }

    @Test
    void goesOnAfterAnEmptyReply() throws IOException {
        Path file = Files.writeString(workspace.resolve("turns.txt"), "Who? | And why?\tbecause\n");
        Evaluation evaluation = evaluate(
                options(file, 0, Optional.empty(), Optional.empty()), Map.of("Who?...And why?", "Because, sir."));
        assertThat(evaluation.metrics()).containsEntry("answerRate", 1.0);
    }

    @Test
    void countsRefusalsAndTheRegister() throws IOException {
        Path file = Files.writeString(workspace.resolve("two.txt"), "Who?\tman\nWhy?\tbecause\n");
        Map<String, Double> metrics = evaluate(
                        options(file, 0, Optional.empty(), Optional.empty()),
                        Map.of("Who?", "Upon my word, sir, I do not know.", "Why?", "Okay."))
                .metrics();
        assertThat(metrics)
                .containsEntry("refusalRate", 0.5)
                .containsEntry("periodMarkers", 2.0)
                .containsEntry("modernMarkers", 1.0)
                .containsEntry("periodRegister", Math.log(2.5 / 1.5));
        double margin = 1.96 * Math.sqrt(1 / 2.5 + 1 / 1.5);
        assertThat(metrics.get("periodRegisterHigh") - metrics.get("periodRegisterLow"))
                .isCloseTo(2 * margin, Offset.offset(1e-9));
    }

    @Test
    void saysNothingOfRegisterAndRefusalsInOtherLanguages() throws IOException {
        Path file = Files.writeString(workspace.resolve("german.txt"), "Warum?\tdarum\n");
        ConversationOptions german = new ConversationOptions(
                Optional.of(file),
                "German",
                0,
                Optional.empty(),
                1,
                LIKELIEST,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        assertThat(evaluate(german, Map.of("Warum?", "Ja, upon my word, darum."))
                        .metrics())
                .containsEntry("answerRate", 1.0)
                .doesNotContainKeys("refusalRate", "periodRegister", "periodMarkers");
    }

    @Test
    void asksTheFirstOfTheSameOrder() throws IOException {
        Path file = questions();
        List<ReportBlock> all = conversations(options(file, 0, Optional.empty(), Optional.empty()));
        assertThat(conversations(options(file, 2, Optional.empty(), Optional.empty())))
                .isEqualTo(all.subList(0, 2));
    }

    @Nested
    class WithATimeLimit {

        @Test
        void asksNoFurtherQuestionWhenTimeIsUp() throws IOException {
            // Each look at the clock takes four seconds: the third question would begin after eight.
            Evaluation cut = evaluate(options(questions(), 0, Optional.of(8), Optional.empty()), SCRIPT, ticking(4));
            assertThat(cut.metrics()).containsEntry("questionsAsked", 2.0).containsEntry("questionsPlanned", 4.0);
            String told =
                    "sked 2 of 4 questions: the time limit of 8 s came first, so the metrics depend on this machine; to"
                            + " compare them with others set count: 2 and no time-limit";
            assertThat(cut.section().get(0)).isEqualTo(new ReportBlock.Paragraph("A" + told + "."));
            assertThat(context.notes()).containsExactly("a" + told);
            assertThat(cut.section().stream().filter(ReportBlock.Conversation.class::isInstance))
                    .isEqualTo(conversations(options(questions(), 2, Optional.empty(), Optional.empty())).stream()
                            .toList());
        }

        @Test
        void asksOneQuestionInAnyCase() throws IOException {
            assertThat(evaluate(options(questions(), 0, Optional.of(1), Optional.empty()), SCRIPT, ticking(100))
                            .metrics())
                    .containsEntry("questionsAsked", 1.0);
        }

        @Test
        void saysNothingWhenThereWasTime() throws IOException {
            Evaluation all = evaluate(options(questions(), 0, Optional.of(1000), Optional.empty()), SCRIPT, ticking(1));
            assertThat(all)
                    .isEqualTo(
                            evaluate(options(questions(), 0, Optional.empty(), Optional.empty()), SCRIPT, ticking(1)));
            assertThat(context.notes()).isEmpty();
        }
    }

    @Test
    void refusesAnImpossibleTimeLimit() throws IOException {
        Path file = questions();
        assertThatThrownBy(() -> options(file, 0, Optional.of(0), Optional.empty()))
                .isInstanceOf(UserError.class)
                .hasMessage("time-limit 0: at least 1 second");
    }

    private Evaluator evaluator(Optional<Double> gate) {
        try {
            return evaluator(options(questions(), 0, Optional.empty(), gate), Clock.systemUTC());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** A judge who sees the conversation, and has nothing to say of singing. */
    private static String judgement(LlmRequest request) {
        String asked = request.turns().get(0).text();
        assertThat(asked)
                .contains("Person: ", "Model: ", "Answer with one word", "English")
                .doesNotContain("{");
        return asked.contains("Do you sing?")
                ? "I would rather not say."
                : asked.contains("Model: I am a man") ? "Yes." : asked.contains("Model: (nothing)") ? "NO" : "partly";
    }

    @Test
    void aJudgeIsAskedOfEveryReplyWhereOneIsNamed() throws IOException {
        ConversationOptions judged = options(questions(), 0, Optional.empty(), Optional.empty(), Optional.of("clerk"));
        Map<String, Double> metrics = evaluate(
                        judged,
                        Map.of("Who are you?", "I am a man of parts.", "Do you sing?", "La la la.", "Why?", "Because."))
                .metrics();
        assertThat(metrics)
                .containsEntry("judgedAnswerRate", 0.25)
                .containsEntry("judgedPartlyRate", 0.25)
                .containsEntry("unjudgedRate", 0.25)
                .containsKeys("judgedAnswerRateLow", "judgedAnswerRateHigh");

        LlmForecast forecast = evaluator(judged, Clock.systemUTC()).forecast().orElseThrow();
        assertThat(forecast.calls()).isEqualTo(4);
        assertThat(forecast.llm()).isEqualTo("clerk");
        assertThat(evaluator(options(questions(), 0, Optional.empty(), Optional.empty()), Clock.systemUTC())
                        .forecast())
                .isEmpty();
    }

    private Path questions() throws IOException {
        return Files.writeString(
                workspace.resolve("questions.txt"),
                "Who are you?\tman,you\nWhat year is it?\tcentury\nDo you sing?\tvoice\nWhy?\tbecause,plain\n");
    }

    private static ConversationOptions options(
            Path questions, int count, Optional<Integer> timeLimit, Optional<Double> gate) {
        return options(questions, count, timeLimit, gate, Optional.empty());
    }

    private static ConversationOptions options(
            Path questions, int count, Optional<Integer> timeLimit, Optional<Double> gate, Optional<String> judge) {
        return new ConversationOptions(
                Optional.of(questions), "English", count, timeLimit, 1, LIKELIEST, judge, Optional.empty(), gate);
    }

    private static Evaluator evaluator(ConversationOptions options, Clock clock) {
        ScriptedLlm llm = ScriptedLlm.answering(ConversationEvaluatorTest::judgement);
        return new ConversationEvaluator(
                options, new Environment(Path.of("cache"), true, 1, clock), name -> llm.open("model"));
    }

    private Evaluation evaluate(Optional<Double> gate, StepInputs inputs) throws IOException {
        return evaluator(gate).evaluate(inputs, new TestContext(workspace, 1));
    }

    private Evaluation evaluate(ConversationOptions options, Map<String, String> script) throws IOException {
        return evaluate(options, script, Clock.systemUTC());
    }

    private Evaluation evaluate(ConversationOptions options, Map<String, String> script, Clock clock)
            throws IOException {
        context = new TestContext(workspace, 1);
        return evaluator(options, clock).evaluate(inputs(script, List.of()), context);
    }

    private List<ReportBlock> conversations(ConversationOptions options) throws IOException {
        return evaluate(options, SCRIPT).section().stream()
                .filter(ReportBlock.Conversation.class::isInstance)
                .toList();
    }

    /** A clock that has moved on by so many seconds each time that it is read. */
    private static Clock ticking(int seconds) {
        AtomicLong read = new AtomicLong();
        return new Clock() {
            @Override
            public Instant instant() {
                return Instant.ofEpochSecond(read.getAndIncrement() * seconds);
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
    }

    private static StepInputs inputs(List<Dialogues> training) {
        return inputs(SCRIPT, training);
    }

    private static StepInputs inputs(Map<String, String> script, List<Dialogues> training) {
        return new StepInputs(List.of(), List.of(), List.of(new ScriptedBackend(script).model("chat", 128)), training);
    }
}
