// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.options;

import dev.seance.api.plugin.OptionsDescriptor;
import java.util.Objects;

/**
 * What the JSON Schema says about one extension.
 *
 * @param point where recipes name it: the key of a step ({@code corpus}, {@code tokenizer}, ...), or {@link #FILTER},
 *     {@link #BACKEND}, {@link #ARCHITECTURE} or {@link #LLM}
 * @param name its name
 * @param summary one sentence
 * @param options its options
 */
public record ExtensionOptions(String point, String name, String summary, OptionsDescriptor options) {

    /** Items of a corpus step's {@code filters}. */
    public static final String FILTER = "filter";

    /** The recipe's {@code backend}. */
    public static final String BACKEND = "backend";

    /** The {@code architecture} of a step's {@code model}. */
    public static final String ARCHITECTURE = "architecture";

    /** The {@code provider} of an entry of {@code llms}. */
    public static final String LLM = "llm";

    public ExtensionOptions {
        Objects.requireNonNull(point, "point");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(summary, "summary");
        Objects.requireNonNull(options, "options");
    }
}
