// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plugins;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.pf4j.IndexedExtensionFinder;
import org.pf4j.PluginManager;
import org.pf4j.PluginRuntimeException;

/** Loads a candidate's classes and checks that each extension it promises is really there and fit for use. */
final class PluginLoading {

    private final PluginManager manager;

    PluginLoading(PluginManager manager) {
        this.manager = manager;
    }

    /** Empty when anything is wrong with the plugin, which is in the candidate's findings then. */
    Optional<LoadedPlugin> load(Candidate candidate) {
        Findings findings = candidate.findings();
        try {
            String id = manager.loadPlugin(candidate.content().root());
            Optional<LoadedPlugin> loaded = inspect(candidate, manager.getPluginClassLoader(id));
            if (loaded.isEmpty()) {
                manager.unloadPlugin(id);
            }
            return loaded;
        } catch (PluginRuntimeException | UncheckedIOException e) {
            findings.add("cannot be loaded: " + e.getMessage());
            return Optional.empty();
        }
    }

    private Optional<LoadedPlugin> inspect(Candidate candidate, ClassLoader loader) {
        Findings findings = candidate.findings();
        Set<String> index =
                new TreeSet<>(manager.getExtensionClassNames(candidate.plugin().id()));
        if (index.isEmpty()) {
            findings.add(emptyIndex(loader));
            return Optional.empty();
        }
        List<InstalledExtension> extensions = new ArrayList<>();
        for (String className : index) {
            ExtensionReader.read(candidate.plugin(), className, loader, findings)
                    .ifPresent(extensions::add);
        }
        checkNames(extensions, findings);
        return findings.none() ? Optional.of(new LoadedPlugin(candidate.plugin(), extensions)) : Optional.empty();
    }

    private static String emptyIndex(ClassLoader loader) {
        String index = IndexedExtensionFinder.EXTENSIONS_RESOURCE;
        return loader.getResource(index) == null
                ? "was built without annotation processing: PF4J's index " + index
                        + " is missing; compile it with the processor org.pf4j.processor.ExtensionAnnotationProcessor"
                : "has no extensions: PF4J's index " + index + " is empty; is there a class with @Extension?";
    }

    private static void checkNames(List<InstalledExtension> extensions, Findings findings) {
        Map<String, InstalledExtension> seen = new HashMap<>();
        for (InstalledExtension extension : extensions) {
            InstalledExtension other = seen.put(extension.title(), extension);
            if (other != null) {
                findings.add("has two extensions with one name, " + extension.title() + ": "
                        + other.type().getName() + " and " + extension.type().getName());
            }
        }
    }
}
