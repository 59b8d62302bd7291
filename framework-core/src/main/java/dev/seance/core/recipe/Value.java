// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.recipe;

import java.util.Optional;

/** A piece of a recipe as it was written, before anyone knows what type it ought to have. */
public sealed interface Value permits Scalar, Sequence, Settings {

    /** Where it begins. */
    Position position();

    /** Whether it says "nothing": an empty value, {@code null} or {@code ~}, none of them in quotes. */
    default boolean isNull() {
        return false;
    }

    /** What it is, in the words of a message. */
    String inWords();

    /** A text that stands for itself. */
    static Value text(String text, Source source) {
        return Scalar.of(text, true, source.at(1, 1));
    }

    /** Reads a value that is written as YAML, such as {@code [a, b]}; empty when it is not, which is noted. */
    static Optional<Value> parse(String yaml, Source source, Problems problems) {
        return YamlTree.read(new Source(source.name(), yaml.lines().toList(), source.commandLine()), problems);
    }
}
