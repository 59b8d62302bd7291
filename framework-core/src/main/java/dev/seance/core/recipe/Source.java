// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.recipe;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A text that values are read from: a recipe file, or one {@code --set} of the command line.
 *
 * @param name what messages call it: the file as the user would type it, or {@code --set base.model.depth=12}
 * @param lines its lines, without line ends
 * @param commandLine whether it is an argument, which is shown whole and needs no line number
 */
public record Source(String name, List<String> lines, boolean commandLine) {

    public Source {
        Objects.requireNonNull(name, "name");
        lines = List.copyOf(lines);
    }

    /** A file's text. */
    public static Source file(String name, String text) {
        return new Source(name, text.lines().toList(), false);
    }

    /** An argument as it was typed, the option's name included. */
    public static Source argument(String argument) {
        return new Source(argument, List.of(argument), true);
    }

    /** A line of a file, counted from 1; empty for an argument and past the end. */
    Optional<String> line(int number) {
        return commandLine || number < 1 || number > lines.size()
                ? Optional.empty()
                : Optional.of(lines.get(number - 1));
    }

    /** The place of that line and column, both counted from 1. */
    public Position at(int line, int column) {
        return new Position(this, line, column);
    }

    @Override
    public String toString() {
        return name;
    }
}
