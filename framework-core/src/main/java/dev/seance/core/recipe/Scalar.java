// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.recipe;

import java.util.Objects;
import java.util.Optional;

/**
 * A single value, as text: whoever binds it knows whether {@code 12:30} is a time, a text or a mistake.
 *
 * @param text its text, without quotes, environment variables filled in
 * @param quoted whether it stood in quotes or in a block, or came out of the environment; only this tells an empty text
 *     from nothing
 * @param position where it begins
 * @param written the text with {@code ${env:...}} still in it, when there was one; messages show this, because what is
 *     in the environment may be a secret
 */
public record Scalar(String text, boolean quoted, Position position, Optional<String> written) implements Value {

    public Scalar {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(position, "position");
        Objects.requireNonNull(written, "written");
    }

    /** A scalar as the file has it. */
    public static Scalar of(String text, boolean quoted, Position position) {
        return new Scalar(text, quoted, position, Optional.empty());
    }

    @Override
    public boolean isNull() {
        return !quoted && (text.isEmpty() || text.equals("~") || text.equals("null"));
    }

    /** How a message names it: {@code 'abc'}, or {@code the value of ${env:DEPTH}}. */
    @Override
    public String inWords() {
        return written.map(expression -> "the value of " + expression).orElse("'" + text + "'");
    }
}
