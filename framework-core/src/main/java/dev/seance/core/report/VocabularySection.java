// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.report;

import dev.seance.api.run.ArtifactKind;
import java.util.List;
import java.util.Set;

/** The figures of a vocabulary. */
final class VocabularySection implements ArtifactSection {

    /** The same number as {@code entries}, by the tokenizer's own name. */
    private static final Set<String> SHOWN_BY_ANOTHER_NAME = Set.of("vocabularySize");

    @Override
    public ArtifactKind kind() {
        return ArtifactKind.VOCABULARY;
    }

    @Override
    public List<String> headline() {
        return List.of("entries");
    }

    @Override
    public void write(Html html, ReportedStep reported) {
        StepSummary step = reported.step();
        html.element("h2", step.name().equals("vocabulary") ? "Vocabulary" : "Vocabulary: " + step.name());
        html.element(
                "p",
                "The model reads and writes tokens: letters, parts of words and words, learnt from the books by "
                        + step.plugin() + ".");
        new MetricList().addAllBut(step, SHOWN_BY_ANOTHER_NAME).write(html);
    }
}
