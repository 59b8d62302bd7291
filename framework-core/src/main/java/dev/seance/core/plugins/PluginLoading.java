// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plugins;

import java.io.IOException;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pf4j.IndexedExtensionFinder;
import org.pf4j.PluginManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loads a candidate's classes and checks that each extension it promises is really there and fit for use. */
final class PluginLoading {

    private static final Logger LOGGER = LoggerFactory.getLogger(PluginLoading.class);

    private final PluginManager manager;

    PluginLoading(PluginManager manager) {
        this.manager = manager;
    }

    /** Empty when anything is wrong with the plugin, which is in the candidate's findings then. */
    Optional<LoadedPlugin> load(Candidate candidate) {
        Optional<LoadedPlugin> loaded = Optional.empty();
        try {
            String id = manager.loadPlugin(candidate.content().root());
            loaded = inspect(candidate, manager.getPluginClassLoader(id));
        } catch (Throwable e) { // one plugin can only fail itself, see Refusal
            candidate.findings().add("cannot be loaded: " + Refusal.reason(e));
        }
        if (loaded.isEmpty()) {
            unload(candidate.plugin().id());
        }
        return loaded;
    }

    /** Refused already, it cannot get worse. */
    private void unload(String id) {
        try {
            manager.unloadPlugin(id);
        } catch (RuntimeException | Error e) {
            LOGGER.debug("plugin {} cannot be unloaded", id, e);
        }
    }

    private static Optional<LoadedPlugin> inspect(Candidate candidate, ClassLoader loader) throws IOException {
        Findings findings = candidate.findings();
        Set<String> index = ExtensionIndex.read((URLClassLoader) loader);
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
