// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plan;

import dev.seance.api.run.ArtifactKind;
import dev.seance.core.plugins.ExtensionKind;
import dev.seance.core.plugins.InputSpec;
import dev.seance.core.plugins.InstalledExtension;
import dev.seance.core.recipe.StepKind;
import java.util.List;
import java.util.Optional;

/** The types of the wires: what a kind of step makes and takes. */
final class StepTypes {

    private StepTypes() {}

    static ExtensionKind extension(StepKind kind) {
        return ExtensionKind.ofKey(kind.key()).orElseThrow();
    }

    /** What a step of that kind makes; nothing for an export, whose files leave the store. */
    static Optional<ArtifactKind> makes(StepKind kind) {
        return switch (kind) {
            case CORPUS -> Optional.of(ArtifactKind.CORPUS);
            case TOKENIZER -> Optional.of(ArtifactKind.VOCABULARY);
            case TRAINER -> Optional.of(ArtifactKind.MODEL);
            case DIALOGUE, SYNTHETIC -> Optional.of(ArtifactKind.DIALOGUES);
            case EVALUATE -> Optional.of(ArtifactKind.REPORT);
            case EXPORT -> Optional.empty();
        };
    }

    /** Whether a step of that kind and with those inputs works with a model. */
    static boolean usesModel(StepKind kind, List<PlannedStep> from) {
        return kind == StepKind.TRAINER
                || from.stream().anyMatch(source -> source.makes().equals(Optional.of(ArtifactKind.MODEL)));
    }

    /**
     * What a step takes: fixed by the signature of some points, declared by the extension for the others.
     */
    static List<InputSpec> takes(StepKind kind, InstalledExtension extension) {
        return switch (kind) {
            case CORPUS -> List.of();
            case TOKENIZER, DIALOGUE -> List.of(new InputSpec(ArtifactKind.CORPUS, 1, 1));
            case EXPORT -> List.of(new InputSpec(ArtifactKind.MODEL, 1, 1));
            case TRAINER, SYNTHETIC, EVALUATE -> extension.inputs();
        };
    }
}
