// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.step;

import dev.seance.api.export.Exporter;
import dev.seance.api.run.ArtifactKind;
import dev.seance.core.plugins.ExtensionKind;
import dev.seance.core.plugins.InputSpec;
import dev.seance.core.plugins.InstalledExtension;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code export:} a model as files for other programs, in the run's folder. */
final class ExportStep implements StepKind {

    @Override
    public String key() {
        return "export";
    }

    @Override
    public ExtensionKind extensionKind() {
        return ExtensionKind.EXPORT;
    }

    @Override
    public Optional<ArtifactType> makes() {
        return Optional.empty();
    }

    @Override
    public List<InputSpec> inputs(InstalledExtension extension) {
        return List.of(new InputSpec(ArtifactKind.MODEL, 1, 1));
    }

    @Override
    public StepExecutor executor(StepResources resources) {
        Exporter exporter = resources.extensions().create(Exporter.class);
        return (output, context) -> Map.of("files", (double)
                exporter.export(resources.inputs().model(), output, context).size());
    }
}
