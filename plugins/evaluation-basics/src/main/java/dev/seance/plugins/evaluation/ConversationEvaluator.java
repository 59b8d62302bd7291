// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.evaluation;

import dev.seance.api.corpus.Words;
import dev.seance.api.dialogue.Dialogue;
import dev.seance.api.dialogue.Dialogues;
import dev.seance.api.dialogue.Role;
import dev.seance.api.dialogue.Turn;
import dev.seance.api.evaluation.Evaluation;
import dev.seance.api.evaluation.Evaluator;
import dev.seance.api.evaluation.ReportBlock;
import dev.seance.api.plugin.ExtensionSpec;
import dev.seance.api.plugin.Input;
import dev.seance.api.run.ArtifactKind;
import dev.seance.api.run.StepContext;
import dev.seance.api.step.StepInputs;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pf4j.Extension;

/**
 * Asks a model questions that are in no training data and measures what needs no judge: how many replies are about what was
 * asked, against the same by chance; how many are in proper form, how long they are, whether they echo or loop, how much
 * they repeat each other (distinct-2: Li and others, NAACL 2016), and how much is copied from the training dialogues. The
 * replies themselves are in the report, for a reader to judge the rest.
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
    private static final int COPIED_WORDS = 8;

    private final ConversationOptions options;

    @Inject
    public ConversationEvaluator(ConversationOptions options) {
        this.options = options;
    }

    @Override
    public Evaluation evaluate(StepInputs inputs, StepContext context) throws IOException {
        List<Question> questions = Question.read(options.questions(), options.language(), options.count());
        List<Reply> replies = new ReplyGenerator(options).generate(inputs.model(), questions, context);
        Map<String, Double> metrics = metrics(replies, inputs.dialogues());
        List<String> failures = new ArrayList<>();
        check(metrics.get("answerRate"), options.minAnswerRate(), "answer the question", failures);
        check(metrics.get("properFormRate"), options.minProperFormRate(), "are in proper form", failures);
        return new Evaluation(metrics, section(replies, metrics), failures);
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

    private static Map<String, Double> metrics(List<Reply> replies, List<Dialogues> training) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        double rate = fraction(replies, Reply::answers);
        double[] interval = interval(rate, replies.size());
        metrics.put("answerRate", rate);
        metrics.put("answerRateLow", interval[0]);
        metrics.put("answerRateHigh", interval[1]);
        metrics.put("answerRateByChance", byChance(replies));
        metrics.put("properFormRate", fraction(replies, Reply::isInProperForm));
        metrics.put("endedRate", fraction(replies, Reply::ended));
        metrics.put("echoRate", fraction(replies, Reply::isEcho));
        metrics.put("loopRate", fraction(replies, Reply::isLoop));
        metrics.put(
                "meanReplyWords",
                replies.stream()
                        .mapToLong(reply -> Words.count(reply.text()))
                        .average()
                        .orElse(0));
        metrics.put("distinct2", distinct2(replies));
        if (!training.isEmpty()) {
            Set<String> copied = copied(replies, training);
            metrics.put("copiedRate", fraction(replies, reply -> copied.contains(Reply.normalized(reply.text()))));
            metrics.put("copied8", copiedNGrams(replies, training));
        }
        return metrics;
    }

    /** The interval in which the rate of such a model lies, 95 times of 100 (Wilson 1927). */
    static double[] interval(double rate, int count) {
        double z = 1.96;
        double centre = rate + z * z / (2 * count);
        double around = z * Math.sqrt(rate * (1 - rate) / count + z * z / (4.0 * count * count));
        double all = 1 + z * z / count;
        return new double[] {Math.max(0, (centre - around) / all), Math.min(1, (centre + around) / all)};
    }

    /** How often a reply to another question would pass for an answer: what babble comes to. */
    private static double byChance(List<Reply> replies) {
        long pairs = 0;
        long met = 0;
        for (Reply asked : replies) {
            for (Reply other : replies) {
                if (!asked.question().equals(other.question())) {
                    pairs++;
                    met += asked.question().isAnsweredBy(other.text()) ? 1 : 0;
                }
            }
        }
        return pairs == 0 ? 0 : met / (double) pairs;
    }

    /** The share of the replies' runs of eight words that stand in the training dialogues; streamed. */
    private static double copiedNGrams(List<Reply> replies, List<Dialogues> training) {
        List<String> all =
                replies.stream().flatMap(reply -> reply.nGrams(COPIED_WORDS)).toList();
        Set<String> said = new HashSet<>(all);
        Set<String> found = new HashSet<>();
        for (Dialogues dialogues : training) {
            try (Stream<Dialogue> stream = dialogues.read()) {
                stream.flatMap(dialogue -> dialogue.turns().stream())
                        .filter(turn -> turn.role() == Role.ASSISTANT)
                        .flatMap(turn -> Reply.nGrams(turn.text(), COPIED_WORDS))
                        .filter(said::contains)
                        .forEach(found::add);
            }
        }
        return all.isEmpty() ? 0 : all.stream().filter(found::contains).count() / (double) all.size();
    }

    private static double fraction(List<Reply> replies, Predicate<Reply> which) {
        return (double) replies.stream().filter(which).count() / replies.size();
    }

    /** Distinct bigrams of words as a fraction of all; 0 when no reply has two words. */
    private static double distinct2(List<Reply> replies) {
        List<String> pairs = new ArrayList<>();
        for (Reply reply : replies) {
            String[] words = Reply.normalized(reply.text()).split(" ");
            for (int i = 1; i < words.length; i++) {
                pairs.add(words[i - 1] + " " + words[i]);
            }
        }
        return pairs.isEmpty() ? 0 : (double) pairs.stream().distinct().count() / pairs.size();
    }

    /** Those of the replies that are in the dialogues, word for word; streamed, for these may be many. */
    private static Set<String> copied(List<Reply> replies, List<Dialogues> training) {
        Set<String> texts =
                replies.stream().map(reply -> Reply.normalized(reply.text())).collect(Collectors.toSet());
        Set<String> found = new HashSet<>();
        for (Dialogues dialogues : training) {
            try (Stream<Dialogue> stream = dialogues.read()) {
                stream.flatMap(dialogue -> dialogue.turns().stream())
                        .filter(turn -> turn.role() == Role.ASSISTANT)
                        .map(turn -> Reply.normalized(turn.text()))
                        .filter(texts::contains)
                        .forEach(found::add);
            }
        }
        found.remove("");
        return found;
    }

    private static List<ReportBlock> section(List<Reply> replies, Map<String, Double> metrics) {
        List<ReportBlock> section = new ArrayList<>();
        section.add(new ReportBlock.Paragraph(
                "A reply counts as an answer when it has a word that an answer to the point mostly has and the question has"
                        + " not; by chance is the same count of replies to other questions, which is what babble comes to."
                        + " A reply is in proper form when the model ends it, it has at least three words, ends with"
                        + " the punctuation of a sentence and does not repeat the question. Below are all replies, each in a"
                        + " conversation of its own."));
        section.add(new ReportBlock.Table(
                List.of("metric", "value"),
                metrics.entrySet().stream()
                        .map(metric -> List.of(metric.getKey(), String.format(Locale.ROOT, "%.3f", metric.getValue())))
                        .toList()));
        for (Reply reply : replies) {
            section.add(new ReportBlock.Conversation(List.of(
                    new Turn(Role.USER, reply.question().text()),
                    new Turn(Role.ASSISTANT, reply.text().isBlank() ? EMPTY : reply.text()))));
        }
        return section;
    }
}
