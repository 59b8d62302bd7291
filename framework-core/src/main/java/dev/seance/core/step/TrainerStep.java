// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.step;

import dev.seance.api.model.Conditioning;
import dev.seance.api.training.Trainer;
import dev.seance.core.plugins.ExtensionKind;
import dev.seance.core.plugins.InputSpec;
import dev.seance.core.plugins.InstalledExtension;
import dev.seance.core.store.Artifact;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** {@code trainer:} a model, trained from fresh weights or from another step's. */
final class TrainerStep implements StepKind {

    @Override
    public String key() {
        return "trainer";
    }

    @Override
    public List<String> ownKeys() {
        return List.of("model", ModelArtifact.TAGS, ModelArtifact.SYSTEM);
    }

    @Override
    public ExtensionKind extensionKind() {
        return ExtensionKind.TRAINER;
    }

    @Override
    public Optional<ArtifactType> makes() {
        return Optional.of(ArtifactTypes.MODEL);
    }

    @Override
    public List<InputSpec> inputs(InstalledExtension extension) {
        return extension.inputs();
    }

    @Override
    public boolean trains() {
        return true;
    }

    /** A model carries its vocabulary, and so the name of the tokenizer that loads it, and what stood before its texts. */
    @Override
    public Map<String, String> attributes(
            Conditioning conditioning, InstalledExtension extension, List<Artifact> inputs) {
        Map<String, String> attributes = new TreeMap<>();
        attributes.put(
                VocabularyArtifact.TOKENIZER,
                inherited(inputs, VocabularyArtifact.TOKENIZER)
                        .orElseThrow(() -> new IllegalStateException("a training without a vocabulary")));
        Conditioning whole = conditioning;
        for (Artifact input : inputs) {
            whole = whole.or(ModelArtifact.conditioning(input.manifest().attributes()));
        }
        ModelArtifact.addTo(attributes, whole);
        return attributes;
    }

    private static Optional<String> inherited(List<Artifact> inputs, String attribute) {
        return inputs.stream()
                .map(input -> input.manifest().attributes().get(attribute))
                .filter(Objects::nonNull)
                .findFirst();
    }

    @Override
    public StepExecutor executor(StepResources resources) {
        return new TrainingExecutor(
                resources.extensions().create(Trainer.class),
                resources.backend().orElseThrow(),
                resources.config().orElseThrow(),
                resources.conditioning(),
                resources.inputs());
    }
}
