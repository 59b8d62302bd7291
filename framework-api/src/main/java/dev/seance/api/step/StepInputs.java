// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.step;

import dev.seance.api.corpus.Corpus;
import dev.seance.api.dialogue.Dialogues;
import dev.seance.api.model.TrainedModel;
import dev.seance.api.tokenizer.Vocabulary;
import java.util.List;

/**
 * The artifacts a step's {@code from} names, by kind and in the recipe's order. Their numbers are within what the
 * extension's {@link dev.seance.api.plugin.Input} declares: the planner has checked it.
 *
 * @param corpora the corpora
 * @param vocabularies the vocabularies
 * @param models the models
 * @param dialogues the dialogue collections
 */
public record StepInputs(
        List<Corpus> corpora, List<Vocabulary> vocabularies, List<TrainedModel> models, List<Dialogues> dialogues) {

    public static final StepInputs NONE = new StepInputs(List.of(), List.of(), List.of(), List.of());

    public StepInputs {
        corpora = List.copyOf(corpora);
        vocabularies = List.copyOf(vocabularies);
        models = List.copyOf(models);
        dialogues = List.copyOf(dialogues);
    }

    /** The corpus of a step that takes exactly one. */
    public Corpus corpus() {
        return only(corpora, "corpus");
    }

    /** The vocabulary of a step that takes exactly one. */
    public Vocabulary vocabulary() {
        return only(vocabularies, "vocabulary");
    }

    /** The model of a step that takes exactly one. */
    public TrainedModel model() {
        return only(models, "model");
    }

    private static <T> T only(List<T> values, String what) {
        if (values.size() != 1) {
            throw new IllegalStateException("expected one " + what + ", have " + values.size());
        }
        return values.get(0);
    }
}
