// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.evaluation;

import dev.seance.api.dialogue.Role;
import dev.seance.api.dialogue.Turn;
import dev.seance.api.evaluation.Evaluation;
import dev.seance.api.evaluation.Evaluator;
import dev.seance.api.evaluation.ReportBlock;
import dev.seance.api.plugin.ExtensionSpec;
import dev.seance.api.plugin.Input;
import dev.seance.api.run.ArtifactKind;
import dev.seance.api.run.Environment;
import dev.seance.api.run.StepContext;
import dev.seance.api.step.StepInputs;
import dev.seance.api.synthesis.LlmForecast;
import dev.seance.api.synthesis.LlmGateway;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.pf4j.Extension;

/**
 * Asks a model questions that are in no training data and measures what needs no judge: how many replies are about what was
 * asked, against the same by chance; how many are in proper form or decline to answer, how long they are, how much they
 * repeat each other (distinct-2: Li and others, NAACL 2016), whether their words are the period's ({@link PeriodRegister}),
 * how much is copied from the training dialogues, and, without repetition penalty, whether they echo or loop. The replies
 * themselves are in the report, for a reader to judge the rest.
 */
@Extension
@ExtensionSpec(
        name = "conversation",
        summary =
                "Asks a model questions, counts the replies that are to the point, and measures their form; shows them.",
        options = ConversationOptions.class,
        inputs = {@Input(kind = ArtifactKind.MODEL), @Input(kind = ArtifactKind.DIALOGUES, min = 0, max = 4)})
public final class ConversationEvaluator implements Evaluator {

    private static final String EMPTY = "(empty)";

    private final ConversationOptions options;
    private final Clock clock;
    private final LlmGateway llms;

    @Inject
    public ConversationEvaluator(ConversationOptions options, Environment environment, LlmGateway llms) {
        this.options = options;
        this.clock = environment.clock();
        this.llms = llms;
    }

    @Override
    public Optional<LlmForecast> forecast() {
        return options.judge().map(llm -> new Judge(options).forecast(questions(), options.repeats()));
    }

    @Override
    public Evaluation evaluate(StepInputs inputs, StepContext context) throws IOException {
        List<Question> questions = questions();
        ReplyGenerator.Replies replies =
                new ReplyGenerator(options, clock).generate(inputs.model(), questions, context);
        Optional<String> cut = cut(replies.questions(), questions.size());
        cut.ifPresent(context.progress()::note);
        Map<String, Double> metrics =
                ConversationMetrics.of(replies, questions.size(), inputs.dialogues(), options.language());
        options.judge().ifPresent(llm -> {
            context.progress()
                    .note("asking " + llm + " of " + replies.replies().size() + " replies whether they answer");
            ConversationMetrics.addJudgement(
                    metrics, new Judge(options).judge(replies.replies(), llms.client(llm)), replies.questions());
        });
        List<String> failures = new ArrayList<>();
        check(metrics.get("answerRate"), options.minAnswerRate(), "answer the question", failures);
        check(metrics.get("properFormRate"), options.minProperFormRate(), "are in proper form", failures);
        return new Evaluation(metrics, section(replies, metrics, cut), failures);
    }

    private List<Question> questions() {
        List<Question> all = QuestionOrder.of(QuestionFile.read(options.questions(), options.language()));
        return options.count() == 0 ? all : all.subList(0, Math.min(options.count(), all.size()));
    }

    private Optional<String> cut(int asked, int planned) {
        return options.timeLimit()
                .filter(seconds -> asked < planned)
                .map(seconds -> "asked " + asked + " of " + planned + " questions: the time limit of " + seconds
                        + " s came first, so the metrics depend on this machine; to compare them with others set count: "
                        + asked + " and no time-limit");
    }

    private static void check(double rate, Optional<Double> least, String what, List<String> failures) {
        least.filter(limit -> rate < limit)
                .ifPresent(limit -> failures.add(String.format(
                        Locale.ROOT,
                        "%.0f %% of the replies %s, the limit is %.0f %%",
                        100 * rate,
                        what,
                        100 * limit)));
    }

    private List<ReportBlock> section(
            ReplyGenerator.Replies replies, Map<String, Double> metrics, Optional<String> cut) {
        List<ReportBlock> section = new ArrayList<>();
        cut.ifPresent(line -> section.add(
                new ReportBlock.Paragraph(line.substring(0, 1).toUpperCase(Locale.ROOT) + line.substring(1) + ".")));
        section.add(new ReportBlock.Paragraph(
                "A reply counts as an answer when it has a word that an answer to the point mostly has and the person has"
                        + " not said; by chance is the same count with the questions' topics exchanged, which is what babble"
                        + " comes to. Where the person speaks more than once, the model answers each turn, and its last reply"
                        + " is measured. A reply is in proper form when the model ends it, it has at least three words, ends"
                        + " with the punctuation of a sentence and does not repeat the question. It refuses when a phrase such"
                        + " as \"I do not know\" is among its first twenty words. Echoes (the question, or an earlier reply,"
                        + " again) and loops (three words three times) are those of a second reply, which is generated without"
                        + " repetition penalty. The period register is above 0 when the replies have more words of the period"
                        + " than of today, from a list of either; compare it with that of the training dialogues. Below are"
                        + " all replies, each in a conversation of its own."
                        + options.judge()
                                .map(llm ->
                                        " judgedAnswerRate is the share of the replies of which the language model '"
                                                + llm + "' says that they answer.")
                                .orElse("")));
        section.add(new ReportBlock.Table(
                List.of("metric", "value"),
                metrics.entrySet().stream()
                        .map(metric -> List.of(metric.getKey(), String.format(Locale.ROOT, "%.3f", metric.getValue())))
                        .toList()));
        replies.replies().forEach(reply -> section.add(new ReportBlock.Conversation(turns(reply))));
        return section;
    }

    private static List<Turn> turns(Reply reply) {
        List<Turn> turns = new ArrayList<>();
        for (String earlier : reply.earlier()) {
            turns.add(new Turn(Role.USER, reply.question().turns().get(turns.size() / 2)));
            turns.add(new Turn(Role.ASSISTANT, earlier));
        }
        turns.add(new Turn(Role.USER, reply.question().text()));
        turns.add(new Turn(Role.ASSISTANT, reply.text().isBlank() ? EMPTY : reply.text()));
        return turns;
    }
}
