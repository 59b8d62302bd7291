// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.recipe;

import java.util.Objects;

/**
 * Where a key or a value was written.
 *
 * @param source the text
 * @param line counted from 1
 * @param column counted from 1, in code points
 */
public record Position(Source source, int line, int column) {

    public Position {
        Objects.requireNonNull(source, "source");
        if (line < 1 || column < 1) {
            throw new IllegalArgumentException("line " + line + ", column " + column + " is not counted from 1");
        }
    }

    /** The name of the file or argument. */
    public String file() {
        return source.name();
    }

    @Override
    public String toString() {
        return source.commandLine() ? source.name() : source.name() + ":" + line + ":" + column;
    }
}
