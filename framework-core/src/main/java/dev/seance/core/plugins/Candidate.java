// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plugins;

import java.util.Objects;

/**
 * A plugin that may be loaded, as far as can be told without its classes.
 *
 * @param plugin what it says of itself
 * @param content its files
 * @param findings where to note what else is wrong with it
 */
record Candidate(InstalledPlugin plugin, PluginContent content, Findings findings) {

    Candidate {
        Objects.requireNonNull(plugin, "plugin");
        Objects.requireNonNull(content, "content");
        Objects.requireNonNull(findings, "findings");
    }
}
