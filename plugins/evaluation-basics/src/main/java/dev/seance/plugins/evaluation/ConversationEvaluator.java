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
 * Asks a model questions and measures what needs no judge: how many replies are in proper form, how long they are, how
 * much they repeat each other (distinct-2: Li and others, NAACL 2016), and how many are copied from the training
 * dialogues. The replies themselves are in the report, for a reader to judge the rest.
 */
@Extension
@ExtensionSpec(
        name = "conversation",
        summary = "Asks a model questions and measures the form of its replies; shows them in the report.",
        options = ConversationOptions.class,
        inputs = {@Input(kind = ArtifactKind.MODEL), @Input(kind = ArtifactKind.DIALOGUES, min = 0, max = 4)})
public final class ConversationEvaluator implements Evaluator {

    private static final String EMPTY = "(empty)";

    private final ConversationOptions options;

    @Inject
    public ConversationEvaluator(ConversationOptions options) {
        this.options = options;
    }

    @Override
    public Evaluation evaluate(StepInputs inputs, StepContext context) throws IOException {
        List<Reply> replies = new ReplyGenerator(options).generate(inputs.model(), context);
        Map<String, Double> metrics = metrics(replies, inputs.dialogues());
        double rate = metrics.get("properFormRate");
        List<String> failures = options.minProperFormRate().filter(limit -> rate < limit).stream()
                .map(limit -> String.format(
                        Locale.ROOT,
                        "%.0f %% of the replies are in proper form, the limit is %.0f %%",
                        100 * rate,
                        100 * limit))
                .toList();
        return new Evaluation(metrics, section(replies, metrics), failures);
    }

    private static Map<String, Double> metrics(List<Reply> replies, List<Dialogues> training) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("properFormRate", fraction(replies, Reply::isInProperForm));
        metrics.put("endedRate", fraction(replies, Reply::ended));
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
        }
        return metrics;
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
                "A reply is in proper form when the model ends it, it has at least three words, ends with"
                        + " the punctuation of a sentence and does not repeat the question. Below are all replies, each in a"
                        + " conversation of its own."));
        section.add(new ReportBlock.Table(
                List.of("metric", "value"),
                metrics.entrySet().stream()
                        .map(metric -> List.of(metric.getKey(), String.format(Locale.ROOT, "%.3f", metric.getValue())))
                        .toList()));
        for (Reply reply : replies) {
            section.add(new ReportBlock.Conversation(List.of(
                    new Turn(Role.USER, reply.question()),
                    new Turn(Role.ASSISTANT, reply.text().isBlank() ? EMPTY : reply.text()))));
        }
        return section;
    }
}
