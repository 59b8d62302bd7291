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
import java.util.List;
import java.util.Map;

/** Makes dialogues that are in no book, item by item, each saved as soon as it is there. */
record SyntheticExecutor(SyntheticGenerator generator, StepInputs inputs, StageRunner runner) implements StepExecutor {

    @Override
    public Map<String, Double> make(Path output, StepContext context) throws IOException {
        SynthesisSession session = generator.open(inputs, context);
        List<String> items = session.items();
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
                    dialogues -> {
                        for (Dialogue dialogue : dialogues) {
                            writer.write(dialogue);
                        }
                        context.progress().advance(1);
                    });
            if (writer.count() == 0) {
                throw new UserError("[" + context.step() + "] none of " + items.size()
                        + " items came to a dialogue; look at the step's options");
            }
            return Map.of("dialogues", (double) writer.count(), "bytes", (double) writer.bytes());
        }
    }
}
