// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.report;

import dev.seance.api.run.ArtifactKind;
import java.io.IOException;
import java.util.List;

/** The section of the report that shows what a step made; one class a kind of artifact, listed in {@link #ALL}. */
interface ArtifactSection {

    List<ArtifactSection> ALL = List.of(
            new CorpusSection(),
            new VocabularySection(),
            new ModelSection(),
            new DialoguesSection(),
            new EvaluationSection());

    ArtifactKind kind();

    /** The step's metrics to lead the page with, by name; none when the kind has none. */
    default List<String> headline() {
        return List.of();
    }

    /** Writes the section's heading and body. */
    void write(Html html, ReportedStep reported) throws IOException;
}
