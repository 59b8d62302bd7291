// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plugins;

import dev.seance.core.text.NearestName;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The plugins and extensions there are, and those that are not used because something is wrong with them.
 *
 * @param plugins by id
 * @param extensions by kind, then name; of one kind no two have the same name
 * @param problems by file
 */
public record PluginCatalog(
        List<InstalledPlugin> plugins, List<InstalledExtension> extensions, List<PluginProblem> problems) {

    public PluginCatalog {
        plugins = List.copyOf(plugins);
        extensions = List.copyOf(extensions);
        problems = List.copyOf(problems);
    }

    /** The extensions of one kind, by name. */
    public List<InstalledExtension> extensions(ExtensionKind kind) {
        return extensions.stream().filter(extension -> extension.kind() == kind).toList();
    }

    /** The plugin with that id. */
    public Optional<InstalledPlugin> plugin(String id) {
        return plugins.stream().filter(plugin -> plugin.id().equals(id)).findFirst();
    }

    /** What to tell somebody who wants a plugin in one version and does not have it; empty when it is there. */
    public Optional<String> unmet(String id, String version) {
        Optional<InstalledPlugin> found = plugin(id);
        if (found.isPresent() && found.get().version().equals(version)) {
            return Optional.empty();
        }
        String remedy = "; install it with 'seance plugins install', by its file or its Maven coordinates" + " (group:"
                + id + ":" + version + ")";
        if (found.isPresent()) {
            return Optional.of("the recipe pins plugin '" + id + "' to " + version + ", and "
                    + found.get().version() + " is installed (" + found.get().file() + ")"
                    + (found.get().bundled()
                            ? ", which came with Seance; change the pin, or use the Seance that has " + version
                            : remedy + ", or change the pin"));
        }
        String refused = problems.stream()
                .filter(problem -> problem.plugin().equals(Optional.of(id)))
                .map(problem -> "\n  refused: " + problem.line())
                .collect(Collectors.joining());
        return Optional.of(
                "the recipe pins plugin '" + id + "' to " + version + ", and it is not installed" + remedy + refused);
    }

    /** The extension of that kind and name. */
    public Optional<InstalledExtension> find(ExtensionKind kind, String name) {
        return extensions(kind).stream()
                .filter(extension -> extension.name().equals(name))
                .findFirst();
    }

    /**
     * What to tell somebody who asked for an extension that {@link #find} does not find: the nearest name, the names
     * there are, and the plugins that might have had it. The first line is complete in itself.
     */
    public String absence(ExtensionKind kind, String name) {
        List<String> names =
                extensions(kind).stream().map(InstalledExtension::name).toList();
        String have = names.isEmpty() ? " (none is installed)" : NearestName.hint(name, names);
        String refused = problems.stream()
                .map(problem -> "\n  refused: " + problem.line())
                .collect(Collectors.joining());
        return "there is no " + kind.noun() + " '" + name + "'" + have + refused;
    }
}
