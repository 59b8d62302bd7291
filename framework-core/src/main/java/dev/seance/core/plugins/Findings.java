// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plugins;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Gathers what is wrong with one plugin file, so that its author learns of everything at once. */
final class Findings {

    private final PluginFile file;
    private final List<PluginProblem> problems = new ArrayList<>();
    private Optional<String> plugin = Optional.empty();

    Findings(PluginFile file) {
        this.file = file;
    }

    /** Names the plugin in what is added from now on. */
    void of(String pluginId) {
        plugin = Optional.of(pluginId);
    }

    void add(String message) {
        problems.add(new PluginProblem(file.path(), plugin, message));
    }

    boolean none() {
        return problems.isEmpty();
    }

    List<PluginProblem> problems() {
        return List.copyOf(problems);
    }
}
