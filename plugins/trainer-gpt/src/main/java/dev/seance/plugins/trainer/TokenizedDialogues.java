// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import dev.seance.api.dialogue.Dialogue;
import dev.seance.api.dialogue.Dialogues;
import dev.seance.api.dialogue.Turn;
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
 * The dialogues of a fine-tuning as tokens, in memory (five bytes a token), a fraction of them for validation. Which ones
 * follows from their ids alone: a dialogue and its rewritten twin, of one id, stay on one side.
 *
 * @param training what is trained on
 * @param validation what is only validated on; empty when there are too few to spare one
 */
record TokenizedDialogues(List<TokenizedDialogue> training, List<TokenizedDialogue> validation) {

    /** With fewer dialogues than this, losing one from training costs more than knowing its loss is worth. */
    private static final int TOO_FEW_TO_SPLIT = 20;

    TokenizedDialogues {
        training = List.copyOf(training);
        validation = List.copyOf(validation);
    }

    /**
     * Reads all inputs of the step.
     *
     * @param mixture how much of each is in an epoch
     * @param system the system prompt of dialogues that have none; "" for none
     * @param maxLength the longest dialogue in tokens. A longer one loses its last exchanges, whole ones; where its first
     *     alone is too long, the end of that reply. It is left out where not even the first question fits.
     * @throws UserError when a weight names no input, or nothing is left to train on
     */
    static TokenizedDialogues read(
            List<Dialogues> inputs,
            Mixture mixture,
            Vocabulary vocabulary,
            String system,
            int maxLength,
            StepContext context) {
        mixture.check(inputs, context.step());
        List<TokenizedDialogue> usable = new ArrayList<>();
        long read = 0;
        long shortened = 0;
        long cutReplies = 0;
        long unusable = 0;
        ChatTemplate template = new ChatTemplate(vocabulary);
        context.progress()
                .begin("reading", inputs.stream().mapToLong(Dialogues::count).sum(), "dialogues");
        for (Dialogues input : inputs) {
            double repeats = mixture.repeats(input);
            try (Stream<Dialogue> dialogues = input.read()) {
                for (Iterator<Dialogue> each = dialogues.iterator(); each.hasNext(); read++) {
                    if (context.stopRequested()) {
                        throw new StopException("no step was trained yet");
                    }
                    Dialogue dialogue = each.next();
                    FittingDialogue fitting = FittingDialogue.of(turns(dialogue, system), template, maxLength);
                    if (!fitting.tokens().hasTargets() || repeats == 0) {
                        unusable += repeats == 0 ? 0 : 1;
                    } else {
                        usable.add(new TokenizedDialogue(dialogue.id(), repeats, fitting.tokens()));
                        shortened += fitting.droppedTurns() > 0 ? 1 : 0;
                        cutReplies += fitting.replyCut() ? 1 : 0;
                    }
                    context.progress().advance(1);
                }
            }
        }
        String limit = "the model's " + maxLength + " tokens";
        note(context, shortened, read, "are longer than " + limit + " and lost their last exchanges");
        note(context, cutReplies, read, "have a first reply that goes beyond " + limit + "; it ends there");
        note(context, unusable, read, "were left out: their first question alone is longer than " + limit);
        if (usable.isEmpty()) {
            throw new UserError(
                    "[" + context.step() + "] none of " + read + " dialogues has a reply within " + maxLength
                            + " tokens and a weight above 0, so there is nothing to train on; give more dialogues or a model"
                            + " with a longer context");
        }
        return new TokenizedDialogues(usable, List.of());
    }

    private static List<Turn> turns(Dialogue dialogue, String system) {
        return ChatTemplate.withSystem(dialogue.system().isEmpty() ? system : dialogue.system(), dialogue.turns());
    }

    private static void note(StepContext context, long count, long of, String what) {
        if (count > 0) {
            context.progress().note(count + " of " + of + " dialogues " + what);
        }
    }

    /** The same with a fraction moved to validation, at least one unless there are too few. */
    TokenizedDialogues split(double validationFraction) {
        if (validationFraction == 0 || training.size() <= TOO_FEW_TO_SPLIT) {
            return this;
        }
        double least =
                training.stream().mapToDouble(TokenizedDialogues::hash).min().orElseThrow();
        double border = Math.max(validationFraction, Math.nextUp(least));
        Comparator<TokenizedDialogue> byHash = Comparator.comparingDouble(TokenizedDialogues::hash);
        return new TokenizedDialogues(
                training.stream().filter(each -> hash(each) >= border).toList(),
                training.stream()
                        .filter(each -> hash(each) < border)
                        .sorted(byHash)
                        .toList());
    }

    /** A hash of the id, uniform in 0 to 1. */
    private static double hash(TokenizedDialogue dialogue) {
        return (Shuffle.seed(0, dialogue.id(), 0) >>> 11) * 0x1.0p-53;
    }
}
