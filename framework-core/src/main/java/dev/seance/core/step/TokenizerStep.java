// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.step;

import dev.seance.api.model.Conditioning;
import dev.seance.api.run.ArtifactKind;
import dev.seance.api.tokenizer.Tokenizer;
import dev.seance.core.plugins.ExtensionKind;
import dev.seance.core.plugins.InputSpec;
import dev.seance.core.plugins.InstalledExtension;
import dev.seance.core.store.Artifact;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code tokenizer:} a vocabulary, trained on a corpus or loaded. */
final class TokenizerStep implements StepKind {

    @Override
    public String key() {
        return "tokenizer";
    }

    @Override
    public ExtensionKind extensionKind() {
        return ExtensionKind.TOKENIZER;
    }

    @Override
    public Optional<ArtifactType> makes() {
        return Optional.of(ArtifactTypes.VOCABULARY);
    }

    @Override
    public List<InputSpec> inputs(InstalledExtension extension) {
        return List.of(new InputSpec(ArtifactKind.CORPUS, 1, 1));
    }

    @Override
    public Map<String, String> attributes(
            Conditioning conditioning, InstalledExtension extension, List<Artifact> inputs) {
        return Map.of(VocabularyArtifact.TOKENIZER, extension.name());
    }

    @Override
    public StepExecutor executor(StepResources resources) {
        return new VocabularyExecutor(resources.extensions().create(Tokenizer.class), resources.inputs());
    }
}
