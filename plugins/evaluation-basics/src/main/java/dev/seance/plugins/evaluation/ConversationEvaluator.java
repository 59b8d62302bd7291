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
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pf4j.Extension;

/**
 * Talks to a model and counts what can be counted without a judge: how many replies are answers in form, how long they
 * are, how much they repeat each other (distinct-2: Li and others, NAACL 2016), and how many are learnt by heart. The
 * conversation itself stands in the report, for a reader to judge the rest.
 */
@Extension
@ExtensionSpec(
        name = "conversation",
        summary = "Asks a model questions and counts the replies that are answers; shows the conversation.",
        options = ConversationOptions.class,
        inputs = {@Input(kind = ArtifactKind.MODEL), @Input(kind = ArtifactKind.DIALOGUES, min = 0, max = 4)})
public final class ConversationEvaluator implements Evaluator {

    private static final String NOTHING = "(nothing)";

    private final ConversationOptions options;

    @Inject
    public ConversationEvaluator(ConversationOptions options) {
        this.options = options;
    }

    @Override
    public Evaluation evaluate(StepInputs inputs, StepContext context) throws IOException {
        List<Reply> replies = new Interview(options).hold(inputs.model(), context);
        Map<String, Double> metrics = metrics(replies, inputs.dialogues());
        double rate = metrics.get("answerRate");
        List<String> failures = options.minAnswerRate().filter(limit -> rate < limit).stream()
                .map(limit -> String.format(
                        Locale.ROOT,
                        "%.0f %% of the replies are answers in form, the limit is %.0f %%",
                        100 * rate,
                        100 * limit))
                .toList();
        return new Evaluation(metrics, section(replies, metrics), failures);
    }

    private static Map<String, Double> metrics(List<Reply> replies, List<Dialogues> learnt) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("answerRate", share(replies, Reply::isAnswer));
        metrics.put("endedRate", share(replies, Reply::ended));
        metrics.put(
                "meanReplyWords",
                replies.stream()
                        .mapToLong(reply -> Words.count(reply.text()))
                        .average()
                        .orElse(0));
        metrics.put("distinct2", distinctPairs(replies));
        if (!learnt.isEmpty()) {
            Set<String> byHeart = found(replies, learnt);
            metrics.put("copiedRate", share(replies, reply -> byHeart.contains(Reply.plain(reply.text()))));
        }
        return metrics;
    }

    private static double share(List<Reply> replies, Predicate<Reply> which) {
        return (double) replies.stream().filter(which).count() / replies.size();
    }

    /** Different pairs of neighbouring words, as a share of all pairs; 0 when no reply has two words. */
    private static double distinctPairs(List<Reply> replies) {
        List<String> pairs = new ArrayList<>();
        for (Reply reply : replies) {
            String[] words = Reply.plain(reply.text()).split(" ");
            for (int i = 1; i < words.length; i++) {
                pairs.add(words[i - 1] + " " + words[i]);
            }
        }
        return pairs.isEmpty() ? 0 : (double) pairs.stream().distinct().count() / pairs.size();
    }

    /** Those of the replies that somebody says, word for word, in the dialogues; streamed, for these may be many. */
    private static Set<String> found(List<Reply> replies, List<Dialogues> learnt) {
        Set<String> said =
                replies.stream().map(reply -> Reply.plain(reply.text())).collect(Collectors.toSet());
        Set<String> found = new HashSet<>();
        for (Dialogues dialogues : learnt) {
            try (Stream<Dialogue> stream = dialogues.read()) {
                stream.flatMap(dialogue -> dialogue.turns().stream())
                        .filter(turn -> turn.role() == Role.ASSISTANT)
                        .map(turn -> Reply.plain(turn.text()))
                        .filter(said::contains)
                        .forEach(found::add);
            }
        }
        found.remove("");
        return found;
    }

    private static List<ReportBlock> section(List<Reply> replies, Map<String, Double> metrics) {
        List<ReportBlock> section = new ArrayList<>();
        section.add(new ReportBlock.Paragraph(
                "An answer in form ends by itself, has at least three words, ends as a sentence"
                        + " does, and does not say the question back. What follows is the conversation as it came, each question"
                        + " asked afresh."));
        section.add(new ReportBlock.Table(
                List.of("figure", "value"),
                metrics.entrySet().stream()
                        .map(metric -> List.of(metric.getKey(), String.format(Locale.ROOT, "%.3f", metric.getValue())))
                        .toList()));
        for (Reply reply : replies) {
            section.add(new ReportBlock.Conversation(List.of(
                    new Turn(Role.USER, reply.question()),
                    new Turn(Role.ASSISTANT, reply.text().isBlank() ? NOTHING : reply.text()))));
        }
        return section;
    }
}
