// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.recipe;

import java.util.Objects;

/**
 * The name of another step, as a {@code from} gives it. Nobody checked that there is such a step.
 *
 * @param name the name
 * @param position where it stands
 */
public record Reference(String name, Position position) {

    public Reference {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(position, "position");
    }
}
