// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.step;

import dev.seance.api.corpus.CorpusSource;
import dev.seance.core.plugins.ExtensionKind;
import dev.seance.core.plugins.InputSpec;
import dev.seance.core.plugins.InstalledExtension;
import java.util.List;
import java.util.Optional;

/** {@code corpus:} documents from a source, filtered and split into training and validation. */
final class CorpusStep implements StepKind {

    @Override
    public String key() {
        return "corpus";
    }

    @Override
    public List<String> ownKeys() {
        return List.of(FILTERS, "validation-fraction", "on-bad", "max-bad");
    }

    @Override
    public ExtensionKind extensionKind() {
        return ExtensionKind.CORPUS;
    }

    @Override
    public Optional<ArtifactType> makes() {
        return Optional.of(ArtifactTypes.CORPUS);
    }

    @Override
    public List<InputSpec> inputs(InstalledExtension extension) {
        return List.of();
    }

    @Override
    public boolean readsSource() {
        return true;
    }

    @Override
    public StepExecutor executor(StepResources resources) {
        return new CorpusExecutor(
                resources.extensions().create(CorpusSource.class),
                resources.extensions().ref(),
                resources.extensions().filters(),
                resources.corpus(),
                resources.seed(),
                resources.revision(),
                resources.stages());
    }
}
