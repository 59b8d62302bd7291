// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.step;

import java.util.List;
import java.util.Optional;

/** The kinds of steps there are. */
public final class StepKinds {

    private static final List<StepKind> ALL = List.of(
            new CorpusStep(),
            new TokenizerStep(),
            new ImportStep(),
            new TrainerStep(),
            new DialogueStep(),
            new SyntheticStep(),
            new EvaluateStep(),
            new ExportStep());

    private StepKinds() {}

    /** All of them, in the order of a recipe's life. */
    public static List<StepKind> all() {
        return ALL;
    }

    /** How recipes spell them. */
    public static List<String> keys() {
        return ALL.stream().map(StepKind::key).toList();
    }

    /** The kind with that key, if there is one. */
    public static Optional<StepKind> of(String key) {
        return ALL.stream().filter(kind -> kind.key().equals(key)).findFirst();
    }
}
