// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.recipe;

import java.util.Objects;

/**
 * A backend the recipe asks for.
 *
 * @param plugin the backend's name; nobody checked that there is one
 * @param options its options as written
 * @param position where the name stands
 */
public record BackendChoice(String plugin, Settings options, Position position) {

    public BackendChoice {
        Objects.requireNonNull(plugin, "plugin");
        Objects.requireNonNull(options, "options");
        Objects.requireNonNull(position, "position");
    }
}
