// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.run;

import dev.seance.api.corpus.Corpus;
import dev.seance.api.dialogue.Dialogues;
import dev.seance.api.model.ModelBackend;
import dev.seance.api.model.TrainedModel;
import dev.seance.api.run.UserError;
import dev.seance.api.step.StepInputs;
import dev.seance.api.tokenizer.Tokenizer;
import dev.seance.api.tokenizer.Vocabulary;
import dev.seance.core.options.OptionsBinder;
import dev.seance.core.plan.PlannedStep;
import dev.seance.core.plugins.ExtensionKind;
import dev.seance.core.plugins.InstalledExtension;
import dev.seance.core.plugins.PluginHost;
import dev.seance.core.store.Artifact;
import dev.seance.core.store.StoredCorpus;
import dev.seance.core.store.StoredDialogues;
import dev.seance.kit.model.Checkpoints;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Opens artifacts as the values steps work with. */
public final class ArtifactReader {

    /** The attribute of an artifact that names the tokenizer which loads its vocabulary. */
    static final String TOKENIZER = "tokenizer";

    private final PluginHost host;

    public ArtifactReader(PluginHost host) {
        this.host = host;
    }

    /**
     * Opens the inputs of a step.
     *
     * @param made the artifacts of the steps made so far, by step
     * @param backend what loads models; null for a recipe without models
     */
    StepInputs inputs(PlannedStep step, Map<String, Artifact> made, ModelBackend backend) throws IOException {
        List<Corpus> corpora = new ArrayList<>();
        List<Vocabulary> vocabularies = new ArrayList<>();
        List<TrainedModel> models = new ArrayList<>();
        List<Dialogues> dialogues = new ArrayList<>();
        for (PlannedStep source : step.from()) {
            Artifact artifact = made.get(source.name());
            switch (source.makes().orElseThrow()) {
                case CORPUS -> corpora.add(new StoredCorpus(source.name(), artifact));
                case VOCABULARY -> vocabularies.add(vocabulary(artifact));
                case MODEL -> models.add(model(source.name(), artifact, backend));
                case DIALOGUES -> dialogues.add(new StoredDialogues(source.name(), artifact));
                case REPORT -> throw new IllegalStateException("no step takes a report");
            }
        }
        return new StepInputs(corpora, vocabularies, models, dialogues);
    }

    /** Opens a model artifact. */
    public TrainedModel model(String name, Artifact artifact, ModelBackend backend) throws IOException {
        return new TrainedModel(
                name,
                artifact.folder(),
                Checkpoints.config(artifact.folder(), host.families()),
                vocabulary(artifact),
                backend);
    }

    /** Opens the vocabulary of a vocabulary or model artifact. */
    public Vocabulary vocabulary(Artifact artifact) throws IOException {
        String name = artifact.manifest().attributes().get(TOKENIZER);
        InstalledExtension tokenizer = host.catalog()
                .find(ExtensionKind.TOKENIZER, name)
                .orElseThrow(() -> new UserError(artifact.folder() + " needs the tokenizer '" + name + "': "
                        + host.catalog().absence(ExtensionKind.TOKENIZER, name)));
        Record defaults =
                OptionsBinder.defaults(tokenizer.title(), tokenizer.options()).record();
        return host.create(Tokenizer.class, tokenizer, defaults).load(artifact.folder());
    }
}
