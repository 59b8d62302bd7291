// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.step;

import dev.seance.api.dialogue.DialogueExtractor;
import dev.seance.api.run.ArtifactKind;
import dev.seance.core.plugins.ExtensionKind;
import dev.seance.core.plugins.InputSpec;
import dev.seance.core.plugins.InstalledExtension;
import java.util.List;
import java.util.Optional;

/** {@code dialogue:} dialogues extracted from a corpus. */
final class DialogueStep implements StepKind {

    @Override
    public String key() {
        return "dialogue";
    }

    @Override
    public List<String> ownKeys() {
        return List.of(FILTERS);
    }

    @Override
    public ExtensionKind extensionKind() {
        return ExtensionKind.DIALOGUE;
    }

    @Override
    public Optional<ArtifactType> makes() {
        return Optional.of(ArtifactTypes.DIALOGUES);
    }

    @Override
    public List<InputSpec> inputs(InstalledExtension extension) {
        return List.of(new InputSpec(ArtifactKind.CORPUS, 1, 1));
    }

    @Override
    public StepExecutor executor(StepResources resources) {
        return new DialogueExecutor(
                resources.extensions().create(DialogueExtractor.class),
                resources.inputs().corpus(),
                new ReplyFilters(resources.extensions().filters()),
                resources.stages());
    }
}
