// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.recipe;

import java.util.Objects;

/**
 * A filter the recipe asks for.
 *
 * @param plugin the filter's name; nobody checked that there is one
 * @param options its options as written
 * @param position where the name stands
 */
public record FilterChoice(String plugin, Settings options, Position position) {

    public FilterChoice {
        Objects.requireNonNull(plugin, "plugin");
        Objects.requireNonNull(options, "options");
        Objects.requireNonNull(position, "position");
    }
}
