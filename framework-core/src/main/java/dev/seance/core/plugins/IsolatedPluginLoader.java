// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plugins;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginLoader;
import org.pf4j.PluginManager;

/** Makes the class loader of a plugin; its class path has a fixed order, PF4J's own loader has the file system's. */
final class IsolatedPluginLoader implements PluginLoader {

    private final PluginManager manager;

    IsolatedPluginLoader(PluginManager manager) {
        this.manager = manager;
    }

    @Override
    public boolean isApplicable(Path path) {
        return Files.exists(path);
    }

    @Override
    public ClassLoader loadPlugin(Path path, PluginDescriptor descriptor) {
        IsolatedClassLoader loader = new IsolatedClassLoader(manager, descriptor);
        try {
            for (Path entry : new PluginContent(path).classPath()) {
                loader.addFile(entry.toFile());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return loader;
    }
}
