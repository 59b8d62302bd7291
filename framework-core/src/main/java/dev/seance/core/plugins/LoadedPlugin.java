// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plugins;

import java.util.List;
import java.util.Objects;

/**
 * A plugin with nothing wrong, and all its extensions.
 *
 * @param plugin what it says of itself
 * @param extensions its extensions
 */
record LoadedPlugin(InstalledPlugin plugin, List<InstalledExtension> extensions) {

    LoadedPlugin {
        Objects.requireNonNull(plugin, "plugin");
        extensions = List.copyOf(extensions);
    }
}
