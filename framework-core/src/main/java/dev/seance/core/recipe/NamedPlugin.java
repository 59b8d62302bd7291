// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.recipe;

import java.util.Optional;

/** Reads a plugin's name that may carry options: {@code lexicon}, or {@code lexicon: {strict: true}}. */
final class NamedPlugin {

    /** A name, its options, and where the name stands. */
    record Named(String name, Settings options, Position position) {}

    private final Problems problems;

    NamedPlugin(Problems problems) {
        this.problems = problems;
    }

    /**
     * Reads one.
     *
     * @param owner what it is for, for messages
     * @param example a name to show
     */
    Optional<Named> read(Value value, String owner, String example) {
        if (value instanceof Scalar scalar && problems.concern(scalar)) {
            return Optional.empty();
        }
        if (value instanceof Scalar name && !name.isNull()) {
            return Optional.of(new Named(name.text(), Settings.none(name.position()), name.position()));
        }
        if (value instanceof Settings settings && settings.entries().size() == 1) {
            Setting only = settings.entries().get(0);
            if (only.value().isNull()) {
                return Optional.of(new Named(only.key(), Settings.none(only.position()), only.position()));
            }
            if (only.value() instanceof Settings options) {
                return Optional.of(new Named(only.key(), options, only.position()));
            }
            problems.add(
                    only.value().position(),
                    "options of '" + only.key() + "' are a mapping, such as {option: value}, not "
                            + only.value().inWords());
            return Optional.empty();
        }
        String found = value instanceof Settings settings
                ? settings.entries().size() + " names (" + String.join(", ", settings.keys()) + ")"
                : value.isNull() ? "nothing" : value.inWords();
        problems.add(
                value.position(),
                owner + " takes a name or one name with options, such as " + example + " or " + example
                        + ": {option: value}, not " + found);
        return Optional.empty();
    }
}
