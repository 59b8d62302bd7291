// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.recipe;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a step does; its key in the recipe, whose value names the plugin that does it. */
public enum StepKind {
    CORPUS("corpus", "filters", "hold-out"),
    TOKENIZER("tokenizer"),
    TRAINER("trainer", "model"),
    DIALOGUE("dialogue"),
    SYNTHETIC("synthetic"),
    EVALUATE("evaluate"),
    EXPORT("export");

    private final String key;
    private final List<String> ownKeys;

    StepKind(String key, String... ownKeys) {
        this.key = key;
        this.ownKeys = List.of(ownKeys);
    }

    /** How recipes spell it. */
    public String key() {
        return key;
    }

    /** The keys that only steps of this kind may have. */
    List<String> ownKeys() {
        return ownKeys;
    }

    /** The kind of that key, if it is one. */
    public static Optional<StepKind> of(String key) {
        return Arrays.stream(values()).filter(kind -> kind.key.equals(key)).findFirst();
    }

    /** How recipes spell all of them. */
    public static List<String> keys() {
        return Arrays.stream(values()).map(StepKind::key).toList();
    }
}
