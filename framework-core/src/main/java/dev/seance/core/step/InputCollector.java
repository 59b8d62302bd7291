// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.step;

import dev.seance.api.corpus.Corpus;
import dev.seance.api.dialogue.Dialogues;
import dev.seance.api.model.ModelBackend;
import dev.seance.api.model.ModelFamilies;
import dev.seance.api.model.TrainedModel;
import dev.seance.api.step.StepInputs;
import dev.seance.api.tokenizer.Vocabulary;
import dev.seance.core.store.Artifact;
import dev.seance.kit.model.Checkpoints;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects the opened inputs of one step. */
public final class InputCollector {

    /** Loads the vocabulary of a vocabulary or model artifact with the tokenizer it names. */
    @FunctionalInterface
    public interface VocabularyLoader {

        Vocabulary load(Artifact artifact) throws IOException;
    }

    private final VocabularyLoader loader;
    private final Optional<ModelBackend> backend;
    private final ModelFamilies families;
    private final List<Corpus> corpora = new ArrayList<>();
    private final List<Vocabulary> vocabularies = new ArrayList<>();
    private final List<TrainedModel> models = new ArrayList<>();
    private final List<Dialogues> dialogues = new ArrayList<>();

    /**
     * @param backend what loads models; empty for a recipe without models
     * @param families the model families that are installed
     */
    public InputCollector(VocabularyLoader loader, Optional<ModelBackend> backend, ModelFamilies families) {
        this.loader = loader;
        this.backend = backend;
        this.families = families;
    }

    void add(Corpus corpus) {
        corpora.add(corpus);
    }

    void add(Dialogues collection) {
        dialogues.add(collection);
    }

    void addVocabulary(Artifact artifact) throws IOException {
        vocabularies.add(loader.load(artifact));
    }

    void addModel(String name, Artifact artifact) throws IOException {
        models.add(model(name, artifact, loader.load(artifact), backend.orElseThrow(), families));
    }

    /** A model artifact as later steps and commands use it. */
    public static TrainedModel model(
            String name, Artifact artifact, Vocabulary vocabulary, ModelBackend backend, ModelFamilies families)
            throws IOException {
        return new TrainedModel(
                name,
                artifact.folder(),
                Checkpoints.config(artifact.folder(), families),
                vocabulary,
                ModelArtifact.conditioning(artifact.manifest().attributes()),
                backend);
    }

    public StepInputs inputs() {
        return new StepInputs(corpora, vocabularies, models, dialogues);
    }
}
