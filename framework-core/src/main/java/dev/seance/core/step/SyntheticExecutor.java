// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.step;

import dev.seance.api.dialogue.Dialogue;
import dev.seance.api.run.StepContext;
import dev.seance.api.run.StopException;
import dev.seance.api.run.UserError;
import dev.seance.api.step.StepInputs;
import dev.seance.api.synthesis.Generated;
import dev.seance.api.synthesis.SynthesisSession;
import dev.seance.api.synthesis.SyntheticGenerator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes dialogues that are in no book, item by item, each saved as soon as it is there. */
record SyntheticExecutor(SyntheticGenerator generator, StepInputs inputs, ReplyFilters filters, StageRunner runner)
        implements StepExecutor {

    @Override
    public Map<String, Double> make(Path output, StepContext context) throws IOException {
        SynthesisSession session = generator.open(inputs, context);
        List<String> items = session.items();
        try (SynthesisJournal journal =
                        SynthesisJournal.open(context.workspace().resolve("items.jsonl"));
                DialogueOutput dialogues = new DialogueOutput(output)) {
            if (!journal.losses().isEmpty()) {
                context.progress().note(journal.losses());
            }
            context.progress().begin("generating", items.size(), "items");
            runner.inOrder(
                    items,
                    item -> new Item(item, generated(item, session, journal, context)),
                    item -> write(item, session, dialogues, context));
            filters.dropped().forEach(dialogues::drop);
            if (dialogues.hasDropped()) {
                context.progress().note(dialogues.droppedInWords(items.size()));
            }
            if (dialogues.count() == 0) {
                throw new UserError("[" + context.step() + "] none of " + items.size()
                        + " items came to a dialogue; look at the step's options");
            }
            return dialogues.figures();
        }
    }

    private record Item(String name, Generated made) {}

    private static Generated generated(
            String item, SynthesisSession session, SynthesisJournal journal, StepContext context) throws IOException {
        if (!journal.has(item)) {
            if (context.stopRequested()) {
                throw new StopException("finished items are saved");
            }
            journal.add(item, session.generate(item));
        }
        return journal.of(item);
    }

    private void write(Item item, SynthesisSession session, DialogueOutput dialogues, StepContext context)
            throws IOException {
        Generated judged = session.judge(item.name(), item.made());
        for (Dialogue dialogue : judged.dialogues()) {
            Optional<Dialogue> filtered = filters.judge(dialogue);
            if (filtered.isPresent()) {
                dialogues.write(filtered.get());
            }
        }
        if (!judged.dropped().isEmpty()) {
            dialogues.drop(judged.dropped(), 1);
        }
        context.progress().advance(1);
    }
}
