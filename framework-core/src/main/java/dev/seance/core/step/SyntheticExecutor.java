// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.step;

import dev.seance.api.dialogue.Dialogue;
import dev.seance.api.run.StepContext;
import dev.seance.api.run.StopException;
import dev.seance.api.run.UserError;
import dev.seance.api.step.StepInputs;
import dev.seance.api.synthesis.SynthesisSession;
import dev.seance.api.synthesis.SyntheticGenerator;
import dev.seance.core.store.DialogueWriter;
import dev.seance.core.store.StoredDialogues;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Makes dialogues that are in no book, item by item, each saved as soon as it is there. */
record SyntheticExecutor(SyntheticGenerator generator, StepInputs inputs, StageRunner runner) implements StepExecutor {

    @Override
    public Map<String, Double> make(Path output, StepContext context) throws IOException {
        SynthesisSession session = generator.open(inputs, context);
        List<String> items = session.items();
        Map<String, Long> dropped = new TreeMap<>();
        try (SynthesisJournal journal =
                        SynthesisJournal.open(context.workspace().resolve("items.jsonl"));
                DialogueWriter writer = new DialogueWriter(output.resolve(StoredDialogues.FILE))) {
            if (!journal.losses().isEmpty()) {
                context.progress().note(journal.losses());
            }
            context.progress().begin("generating", items.size(), "items");
            runner.inOrder(
                    items,
                    item -> {
                        if (!journal.has(item)) {
                            if (context.stopRequested()) {
                                throw new StopException("finished items are saved");
                            }
                            journal.add(item, session.generate(item));
                        }
                        return journal.of(item);
                    },
                    generated -> {
                        for (Dialogue dialogue : generated.dialogues()) {
                            writer.write(dialogue);
                        }
                        if (!generated.dropped().isEmpty()) {
                            dropped.merge(generated.dropped(), 1L, Long::sum);
                        }
                        context.progress().advance(1);
                    });
            if (!dropped.isEmpty()) {
                context.progress().note(inWords(items.size(), dropped));
            }
            if (writer.count() == 0) {
                throw new UserError("[" + context.step() + "] none of " + items.size()
                        + " items came to a dialogue; look at the step's options");
            }
            return figures(writer, dropped);
        }
    }

    private static String inWords(int items, Map<String, Long> dropped) {
        return dropped.values().stream().mapToLong(Long::longValue).sum() + " of " + items + " dropped: "
                + dropped.entrySet().stream()
                        .map(reason -> reason.getKey() + " " + reason.getValue())
                        .collect(Collectors.joining(", "));
    }

    private static Map<String, Double> figures(DialogueWriter writer, Map<String, Long> dropped) {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("dialogues", (double) writer.count());
        figures.put("bytes", (double) writer.bytes());
        dropped.forEach((reason, count) -> figures.put("dropped: " + reason, (double) count));
        return figures;
    }
}
