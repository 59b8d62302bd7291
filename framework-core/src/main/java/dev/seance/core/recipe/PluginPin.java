// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.recipe;

import java.util.Objects;

/**
 * A plugin in the one version that a recipe is to be run with.
 *
 * @param id the plugin's id
 * @param version the version, exactly
 * @param position where the recipe says so
 */
public record PluginPin(String id, String version, Position position) {

    public PluginPin {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(position, "position");
    }
}
