// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.model;

import dev.seance.api.tokenizer.Vocabulary;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A model that a step made, as later steps find it.
 *
 * @param name the step that made it
 * @param folder the folder of its checkpoint, see {@link dev.seance.api.model.TrainableModel#save}
 * @param config its architecture, dimensions and tensors
 * @param vocabulary the vocabulary it was trained with
 * @param conditioning what stood before texts when it was trained
 * @param history how it came about; {@link ModelHistory#NONE} but for exporters
 * @param backend the backend of the recipe, to load it with
 */
public record TrainedModel(
        String name,
        Path folder,
        ModelConfig config,
        Vocabulary vocabulary,
        Conditioning conditioning,
        ModelHistory history,
        ModelBackend backend) {

    public TrainedModel {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(folder, "folder");
        Objects.requireNonNull(config, "config");
        Objects.requireNonNull(vocabulary, "vocabulary");
        Objects.requireNonNull(conditioning, "conditioning");
        Objects.requireNonNull(history, "history");
        Objects.requireNonNull(backend, "backend");
    }

    /** A model of which nothing is told. */
    public TrainedModel(
            String name,
            Path folder,
            ModelConfig config,
            Vocabulary vocabulary,
            Conditioning conditioning,
            ModelBackend backend) {
        this(name, folder, config, vocabulary, conditioning, ModelHistory.NONE, backend);
    }

    /** The same with its history. */
    public TrainedModel with(ModelHistory told) {
        return new TrainedModel(name, folder, config, vocabulary, conditioning, told, backend);
    }

    /** A model that was trained on bare texts. */
    public TrainedModel(String name, Path folder, ModelConfig config, Vocabulary vocabulary, ModelBackend backend) {
        this(name, folder, config, vocabulary, Conditioning.NONE, backend);
    }
}
