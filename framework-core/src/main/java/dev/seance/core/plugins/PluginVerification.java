// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plugins;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What {@code plugins verify} found out about a file.
 *
 * @param file the folder, zip or jar
 * @param plugin what it says of itself, where it could be read
 * @param content its only jar, or the folder with its files, unpacked for a zip; where it could be read
 * @param extensions its extensions, when nothing is wrong
 * @param findings what is wrong
 */
public record PluginVerification(
        Path file,
        Optional<InstalledPlugin> plugin,
        Optional<Path> content,
        List<InstalledExtension> extensions,
        List<PluginProblem> findings) {

    public PluginVerification {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(plugin, "plugin");
        Objects.requireNonNull(content, "content");
        extensions = List.copyOf(extensions);
        findings = List.copyOf(findings);
    }

    /** The same with more that is wrong. */
    public PluginVerification with(List<String> messages) {
        List<PluginProblem> all = new ArrayList<>(findings);
        messages.forEach(message -> all.add(new PluginProblem(file, plugin.map(InstalledPlugin::id), message)));
        return new PluginVerification(file, plugin, content, extensions, all);
    }

    /** Whether the host would load it. */
    public boolean passed() {
        return findings.isEmpty();
    }
}
