// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.step;

import dev.seance.api.run.ArtifactKind;
import java.util.List;
import java.util.Optional;

/** The kinds of artifacts there are. */
public final class ArtifactTypes {

    static final ArtifactType CORPUS = new CorpusArtifact();
    static final ArtifactType VOCABULARY = new VocabularyArtifact();
    static final ArtifactType MODEL = new ModelArtifact();
    static final ArtifactType DIALOGUES = new DialoguesArtifact();
    static final ArtifactType REPORT = new ReportArtifact();

    private static final List<ArtifactType> ALL = List.of(CORPUS, VOCABULARY, MODEL, DIALOGUES, REPORT);

    private ArtifactTypes() {}

    public static List<ArtifactType> all() {
        return ALL;
    }

    public static ArtifactType of(ArtifactKind kind) {
        return ALL.stream()
                .filter(type -> type.kind() == kind)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no descriptor of " + kind));
    }

    /** The kind with that name in manifests, if there is one. */
    public static Optional<ArtifactType> ofKey(String key) {
        return ALL.stream().filter(type -> type.key().equals(key)).findFirst();
    }
}
