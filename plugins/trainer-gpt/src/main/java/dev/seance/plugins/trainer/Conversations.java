// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import dev.seance.api.dialogue.Dialogue;
import dev.seance.api.dialogue.Dialogues;
import dev.seance.api.run.StepContext;
import dev.seance.api.run.StopException;
import dev.seance.api.run.UserError;
import dev.seance.api.tokenizer.Vocabulary;
import dev.seance.kit.chat.ChatTemplate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The dialogues of a fine-tuning as tokens, in memory (five bytes a token), a share of them held out. Which ones follows
 * from their ids alone: a dialogue and its rewritten twin, of one id, stay on one side.
 *
 * @param training what is learnt
 * @param heldOut what is only measured on; empty when there are too few to spare one
 */
record Conversations(List<Conversation> training, List<Conversation> heldOut) {

    /** With fewer dialogues than this, holding one out costs more than knowing its loss is worth. */
    private static final int TOO_FEW_TO_HOLD_OUT = 20;

    Conversations {
        training = List.copyOf(training);
        heldOut = List.copyOf(heldOut);
    }

    /**
     * Reads all inputs of the step.
     *
     * @param mixture how much an epoch has of each
     * @param most the longest conversation in tokens; longer ones are cut at their end
     * @throws UserError when a weight's name is none of the inputs', or nothing is left to learn
     */
    static Conversations read(
            List<Dialogues> inputs, Mixture mixture, Vocabulary vocabulary, int most, StepContext context) {
        mixture.check(inputs, context.step());
        List<Conversation> usable = new ArrayList<>();
        long read = 0;
        long cut = 0;
        ChatTemplate template = new ChatTemplate(vocabulary);
        context.progress()
                .begin("reading", inputs.stream().mapToLong(Dialogues::count).sum(), "dialogues");
        for (Dialogues input : inputs) {
            double repeats = mixture.repeats(input);
            try (Stream<Dialogue> dialogues = input.read()) {
                for (Iterator<Dialogue> each = dialogues.iterator(); each.hasNext(); read++) {
                    if (context.stopRequested()) {
                        throw new StopException("nothing was learnt yet");
                    }
                    Dialogue dialogue = each.next();
                    Conversation whole = new Conversation(dialogue.id(), repeats, template.render(dialogue.turns()));
                    Conversation fitting = whole.cutTo(most);
                    cut += fitting == whole ? 0 : 1;
                    if (fitting.teaches() && repeats > 0) {
                        usable.add(fitting);
                    }
                    context.progress().advance(1);
                }
            }
        }
        if (cut > 0) {
            context.progress()
                    .note(cut + " of " + read + " dialogues are longer than " + most
                            + " tokens and were cut at their end");
        }
        if (usable.isEmpty()) {
            throw new UserError("[" + context.step() + "] none of " + read + " dialogues has a reply within " + most
                    + " tokens that the weights let through, so there is nothing to learn; give more dialogues or a"
                    + " model of a longer context");
        }
        if (usable.size() < read) {
            context.progress()
                    .note((read - usable.size()) + " of " + read
                            + " dialogues were left out: of weight 0, or their first reply lies beyond the context");
        }
        return new Conversations(usable, List.of());
    }

    /** The same with a share set apart, at least one unless there are too few. */
    Conversations holdOut(double share) {
        if (share == 0 || training.size() <= TOO_FEW_TO_HOLD_OUT) {
            return this;
        }
        double least = training.stream().mapToDouble(Conversations::place).min().orElseThrow();
        double border = Math.max(share, Math.nextUp(least));
        Comparator<Conversation> byPlace = Comparator.comparingDouble(Conversations::place);
        return new Conversations(
                training.stream().filter(each -> place(each) >= border).toList(),
                training.stream()
                        .filter(each -> place(each) < border)
                        .sorted(byPlace)
                        .toList());
    }

    /** Where an id falls, evenly from 0 to 1. */
    private static double place(Conversation conversation) {
        return (Shuffle.seed(0, conversation.id(), 0) >>> 11) * 0x1.0p-53;
    }
}
