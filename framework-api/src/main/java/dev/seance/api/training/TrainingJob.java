// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.training;

import dev.seance.api.model.Conditioning;
import dev.seance.api.model.ModelBackend;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.step.StepInputs;
import dev.seance.api.tokenizer.Vocabulary;
import java.nio.file.Path;
import java.util.Objects;

/**
 * One training.
 *
 * @param config the model to train; for a fine-tuning, that of the model it starts from
 * @param vocabulary the vocabulary; for a fine-tuning, that of the model it starts from
 * @param conditioning what is to stand before texts; for a fine-tuning, the tags are those its model was trained with
 * @param backend what builds the model
 * @param inputs the artifacts of the step
 * @param output an existing, empty folder for the final weights
 */
public record TrainingJob(
        ModelConfig config,
        Vocabulary vocabulary,
        Conditioning conditioning,
        ModelBackend backend,
        StepInputs inputs,
        Path output) {

    public TrainingJob {
        Objects.requireNonNull(config, "config");
        Objects.requireNonNull(vocabulary, "vocabulary");
        Objects.requireNonNull(conditioning, "conditioning");
        Objects.requireNonNull(backend, "backend");
        Objects.requireNonNull(inputs, "inputs");
        Objects.requireNonNull(output, "output");
    }

    /** A training on bare texts. */
    public TrainingJob(
            ModelConfig config, Vocabulary vocabulary, ModelBackend backend, StepInputs inputs, Path output) {
        this(config, vocabulary, Conditioning.NONE, backend, inputs, output);
    }
}
