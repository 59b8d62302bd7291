// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.run;

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
import dev.seance.core.step.ForeignVocabulary;
import dev.seance.core.step.InputCollector;
import dev.seance.core.step.VocabularyArtifact;
import dev.seance.core.store.Artifact;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Opens artifacts as the values steps work with. */
public final class ArtifactReader {

    private final PluginHost host;

    public ArtifactReader(PluginHost host) {
        this.host = host;
    }

    /**
     * Opens the inputs of a step.
     *
     * @param made the artifacts of the steps made so far, by step
     * @param backend what loads models; empty for a recipe without models
     */
    StepInputs inputs(PlannedStep step, Map<String, Artifact> made, Optional<ModelBackend> backend) throws IOException {
        InputCollector inputs = new InputCollector(this::vocabulary, backend, host.families());
        for (PlannedStep source : step.from()) {
            source.makes().orElseThrow().open(source.name(), made.get(source.name()), inputs);
        }
        return inputs.inputs();
    }

    /** Opens a model artifact. */
    public TrainedModel model(String name, Artifact artifact, ModelBackend backend) throws IOException {
        return InputCollector.model(name, artifact, vocabulary(artifact), backend, host.families());
    }

    /** Opens the vocabulary of a vocabulary or model artifact. */
    public Vocabulary vocabulary(Artifact artifact) throws IOException {
        String name = artifact.manifest().attributes().get(VocabularyArtifact.TOKENIZER);
        InstalledExtension tokenizer = host.catalog()
                .find(ExtensionKind.TOKENIZER, name)
                .orElseThrow(() -> new UserError(artifact.folder() + " needs the tokenizer '" + name + "': "
                        + host.catalog().absence(ExtensionKind.TOKENIZER, name)));
        return load(tokenizer, artifact.folder());
    }

    private Vocabulary load(InstalledExtension tokenizer, Path folder) throws IOException {
        Record defaults =
                OptionsBinder.defaults(tokenizer.title(), tokenizer.options()).record();
        return host.create(Tokenizer.class, tokenizer, defaults).load(folder);
    }

    /**
     * Loads a vocabulary that was made elsewhere with the first tokenizer that takes it.
     *
     * @throws UserError when none does, with the reasons
     */
    ForeignVocabulary foreignVocabulary(Path folder) throws IOException {
        List<String> reasons = new ArrayList<>();
        for (InstalledExtension tokenizer : host.catalog().extensions(ExtensionKind.TOKENIZER)) {
            try {
                return new ForeignVocabulary(tokenizer.name(), load(tokenizer, folder));
            } catch (UserError e) {
                reasons.add(e.getMessage());
            }
        }
        throw new UserError(
                reasons.isEmpty()
                        ? "no tokenizer is installed; see: seance plugins list"
                        : "the model's vocabulary cannot be used here: " + String.join("; ", reasons));
    }
}
