// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.recipe;

import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;

/**
 * One mistake in a recipe.
 *
 * @param file the recipe file, or the {@code --set} it came from
 * @param line counted from 1
 * @param column counted from 1, in code points
 * @param message what was asked, what was found and what to do; one line without a full stop
 * @param sourceLine the line itself; empty for arguments
 */
public record Problem(String file, int line, int column, String message, Optional<String> sourceLine)
        implements Comparable<Problem> {

    private static final Comparator<Problem> READING_ORDER = Comparator.comparing(Problem::file)
            .thenComparingInt(Problem::line)
            .thenComparingInt(Problem::column)
            .thenComparing(Problem::message);

    public Problem {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(sourceLine, "sourceLine");
    }

    /** A mistake at that place. */
    public static Problem at(Position position, String message) {
        return new Problem(
                position.file(),
                position.line(),
                position.column(),
                message,
                position.source().line(position.line()));
    }

    /** {@code file:line:column: message}, then the line and a caret below the place; an argument has no line. */
    public String render() {
        if (sourceLine.isEmpty()) {
            return place() + ": " + message;
        }
        String text = sourceLine.get();
        int before = Math.min(column - 1, text.codePointCount(0, text.length()));
        // Tabs stay tabs, so that the caret stands where the terminal puts the column.
        String padding = text.substring(0, text.offsetByCodePoints(0, before)).replaceAll("[^\t]", " ");
        return place() + ": " + message + "\n  " + text + "\n  " + padding + "^";
    }

    private String place() {
        return file.startsWith("--") ? file : file + ":" + line + ":" + column;
    }

    @Override
    public int compareTo(Problem other) {
        return READING_ORDER.compare(this, other);
    }
}
