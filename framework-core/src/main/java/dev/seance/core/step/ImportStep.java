// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.step;

import dev.seance.api.export.Importer;
import dev.seance.core.plugins.ExtensionKind;
import dev.seance.core.plugins.InputSpec;
import dev.seance.core.plugins.InstalledExtension;
import java.util.List;
import java.util.Optional;

/** {@code import:} a model from the files of another program. */
final class ImportStep implements StepKind {

    @Override
    public String key() {
        return "import";
    }

    @Override
    public ExtensionKind extensionKind() {
        return ExtensionKind.IMPORT;
    }

    @Override
    public Optional<ArtifactType> makes() {
        return Optional.of(ArtifactTypes.MODEL);
    }

    @Override
    public List<InputSpec> inputs(InstalledExtension extension) {
        return List.of();
    }

    @Override
    public boolean imports() {
        return true;
    }

    @Override
    public StepExecutor executor(StepResources resources) {
        return new ImportExecutor(
                resources.extensions().create(Importer.class),
                resources.config().orElseThrow(),
                resources.revision().orElseThrow(),
                resources.extensions()::vocabulary);
    }
}
