// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.step;

import dev.seance.api.evaluation.Evaluator;
import dev.seance.core.plugins.ExtensionKind;
import dev.seance.core.plugins.InputSpec;
import dev.seance.core.plugins.InstalledExtension;
import java.util.List;
import java.util.Optional;

/** {@code evaluate:} metrics of models, corpora or dialogues. */
final class EvaluateStep implements StepKind {

    @Override
    public String key() {
        return "evaluate";
    }

    @Override
    public ExtensionKind extensionKind() {
        return ExtensionKind.EVALUATE;
    }

    @Override
    public Optional<ArtifactType> makes() {
        return Optional.of(ArtifactTypes.REPORT);
    }

    @Override
    public List<InputSpec> inputs(InstalledExtension extension) {
        return extension.inputs();
    }

    @Override
    public StepExecutor executor(StepResources resources) {
        return new EvaluationExecutor(resources.extensions().create(Evaluator.class), resources.inputs());
    }
}
