// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.evaluation;

import dev.seance.api.corpus.Words;
import dev.seance.api.dialogue.Dialogues;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The metrics of a model's replies, by name, in the order to show them. */
final class ConversationMetrics {

    private final Map<String, Double> metrics = new LinkedHashMap<>();
    private final Optional<PeriodRegister> register;
    private final Optional<Refusals> refusals;

    private ConversationMetrics(String language) {
        this.register = PeriodRegister.of(language);
        this.refusals = Refusals.of(language);
    }

    /**
     * Measures replies.
     *
     * @param planned how many questions there were to ask
     * @param training what the model was trained on; without any, nothing is said of copying
     */
    static Map<String, Double> of(
            ReplyGenerator.Replies replies, int planned, List<Dialogues> training, String language) {
        ConversationMetrics metrics = new ConversationMetrics(language);
        metrics.metrics.put("questionsPlanned", (double) planned);
        metrics.metrics.put("questionsAsked", (double) replies.questions());
        metrics.addAnswers(replies.replies());
        metrics.addForm(replies.replies());
        metrics.metrics.put("echoRate", share(replies.plain(), Reply::isEcho));
        metrics.metrics.put("loopRate", share(replies.plain(), Reply::isLoop));
        metrics.addRegister(replies.replies());
        if (!training.isEmpty()) {
            metrics.addTraining(replies.replies(), training);
        }
        return metrics.metrics;
    }

    /**
     * Adds what a judge found.
     *
     * @param questions how many there were: several replies to one are judged alike mostly, so the interval goes by them
     */
    static void addJudgement(Map<String, Double> metrics, List<Judge.Finding> findings, int questions) {
        double yes = share(findings, Judge.Finding.YES);
        double[] interval = AnswerRate.interval(yes, questions);
        metrics.put("judgedAnswerRate", yes);
        metrics.put("judgedAnswerRateLow", interval[0]);
        metrics.put("judgedAnswerRateHigh", interval[1]);
        metrics.put("judgedPartlyRate", share(findings, Judge.Finding.PARTLY));
        metrics.put("unjudgedRate", share(findings, Judge.Finding.NONE));
    }

    private static double share(List<Judge.Finding> findings, Judge.Finding which) {
        return (double) findings.stream().filter(which::equals).count() / findings.size();
    }

    private void addAnswers(List<Reply> replies) {
        AnswerRate answers = AnswerRate.of(replies);
        metrics.put("answerRate", answers.rate());
        metrics.put("answerRateLow", answers.low());
        metrics.put("answerRateHigh", answers.high());
        metrics.put("answerRateByChance", answers.byChance());
        List<Reply> later =
                replies.stream().filter(reply -> reply.question().isMultiTurn()).toList();
        if (!later.isEmpty()) {
            metrics.put("answerRateMultiTurn", share(later, Reply::answers));
        }
    }

    private void addForm(List<Reply> replies) {
        metrics.put("properFormRate", share(replies, Reply::isInProperForm));
        metrics.put("endedRate", share(replies, Reply::ended));
        refusals.ifPresent(list -> metrics.put("refusalRate", share(replies, list::isRefusal)));
        double[] words = replies.stream()
                .mapToDouble(reply -> Words.count(reply.text()))
                .sorted()
                .toArray();
        metrics.put("medianReplyWords", (words[(words.length - 1) / 2] + words[words.length / 2]) / 2);
        metrics.put("meanReplyWords", Arrays.stream(words).average().orElseThrow());
        metrics.put("distinct2", distinct2(replies));
    }

    private void addRegister(List<Reply> replies) {
        register.ifPresent(list -> {
            PeriodRegister.Count count = list.count(replies);
            metrics.put("periodRegister", count.logOdds());
            metrics.put("periodRegisterLow", count.logOdds() - count.margin());
            metrics.put("periodRegisterHigh", count.logOdds() + count.margin());
            metrics.put("periodMarkers", (double) count.period());
            metrics.put("modernMarkers", (double) count.modern());
        });
    }

    private void addTraining(List<Reply> replies, List<Dialogues> training) {
        TrainingRows rows = TrainingRows.read(training, replies, register);
        if (register.isPresent()) {
            metrics.put("periodRegisterTraining", rows.count().logOdds());
        }
        metrics.put("copiedRate", rows.copiedReplies());
        metrics.put("copied8", rows.copiedRuns());
        metrics.put("questionsInTraining", (double) rows.trainedQuestions());
    }

    private static double share(List<Reply> replies, Predicate<Reply> which) {
        return (double) replies.stream().filter(which).count() / replies.size();
    }

    /** Distinct bigrams of words as a fraction of all; 0 when no reply has two words. */
    private static double distinct2(List<Reply> replies) {
        List<String> pairs = new ArrayList<>();
        replies.forEach(reply -> reply.nGrams(2).forEach(pairs::add));
        return pairs.isEmpty() ? 0 : (double) pairs.stream().distinct().count() / pairs.size();
    }
}
