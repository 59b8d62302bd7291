// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.report;

import dev.seance.api.dialogue.Dialogue;
import dev.seance.api.dialogue.Origin;
import dev.seance.api.run.ArtifactKind;
import dev.seance.core.store.StoredDialogues;
import java.util.List;
import java.util.Set;

/** The conversations a model learnt to converse from, and which of them are nobody's words. */
final class DialoguesSection implements ArtifactSection {

    private static final Set<Integer> NUMBERS = Set.of(1);

    @Override
    public ArtifactKind kind() {
        return ArtifactKind.DIALOGUES;
    }

    @Override
    public void write(Html html, ReportedStep reported) {
        StepSummary step = reported.step();
        html.element("h2", "Dialogues: " + step.name());
        if (reported.artifact().isEmpty()) {
            html.element("p", "They are no longer in the store.", "class", "note");
            return;
        }
        DialogueOrigins origins =
                DialogueOrigins.of(step.name(), reported.artifact().get());
        PageTable.open(html, List.of("Where they come from", "Dialogues"), NUMBERS);
        origins.kinds()
                .forEach((kind, count) -> PageTable.row(
                        html, List.of(DialogueOrigins.inWords(kind), MetricFormat.value(count)), NUMBERS));
        PageTable.close(html);
        dropped(html, step);
        origins.first().ifPresent(dialogue -> example(html, dialogue));
    }

    private static void dropped(Html html, StepSummary step) {
        String prefix = StoredDialogues.DROPPED;
        if (step.metrics().keySet().stream().noneMatch(metric -> metric.startsWith(prefix))) {
            return;
        }
        PageTable.open(html, List.of("Dropped because", "Items"), NUMBERS);
        step.metrics().forEach((metric, count) -> {
            if (metric.startsWith(prefix)) {
                PageTable.row(html, List.of(metric.substring(prefix.length()), MetricFormat.value(count)), NUMBERS);
            }
        });
        PageTable.close(html);
    }

    private static void example(Html html, Dialogue dialogue) {
        html.element("p", "The first of them, " + source(dialogue.origin()) + ":");
        ConversationBlock.write(html, dialogue.turns());
    }

    private static String source(Origin origin) {
        StringBuilder words = new StringBuilder(DialogueOrigins.inWords(origin.kind()));
        for (String part : List.of(origin.document(), origin.place(), origin.detail())) {
            if (!part.isBlank()) {
                words.append(", ").append(part);
            }
        }
        return words.toString();
    }
}
