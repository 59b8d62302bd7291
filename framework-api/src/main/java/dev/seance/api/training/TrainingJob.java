// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.training;

import dev.seance.api.corpus.TagTemplate;
import dev.seance.api.model.ModelBackend;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.step.StepInputs;
import dev.seance.api.tokenizer.Vocabulary;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * One training.
 *
 * @param config the model to train; for a fine-tuning, that of the model it starts from
 * @param vocabulary the vocabulary; for a fine-tuning, that of the model it starts from
 * @param tags what stands before each document's text; for a fine-tuning, what stood there when its model was trained
 * @param backend what builds the model
 * @param inputs the artifacts of the step
 * @param output an existing, empty folder for the final weights
 */
public record TrainingJob(
        ModelConfig config,
        Vocabulary vocabulary,
        Optional<TagTemplate> tags,
        ModelBackend backend,
        StepInputs inputs,
        Path output) {

    public TrainingJob {
        Objects.requireNonNull(config, "config");
        Objects.requireNonNull(vocabulary, "vocabulary");
        Objects.requireNonNull(tags, "tags");
        Objects.requireNonNull(backend, "backend");
        Objects.requireNonNull(inputs, "inputs");
        Objects.requireNonNull(output, "output");
    }

    /** A training without tags. */
    public TrainingJob(
            ModelConfig config, Vocabulary vocabulary, ModelBackend backend, StepInputs inputs, Path output) {
        this(config, vocabulary, Optional.empty(), backend, inputs, output);
    }
}
