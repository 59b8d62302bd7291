// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plugins;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.pf4j.IndexedExtensionFinder;
import org.pf4j.PluginManager;
import org.pf4j.PluginWrapper;
import org.pf4j.processor.ExtensionStorage;

/**
 * Reads the extension indexes of plugins: of all their jars, where PF4J reads the one it happens to meet first, and
 * never of the host's class path. What cannot be read is an error, not a line in a log.
 */
final class IndexFinder extends IndexedExtensionFinder {

    IndexFinder(PluginManager manager) {
        super(manager);
    }

    @Override
    public Map<String, Set<String>> readClasspathStorages() {
        return Map.of();
    }

    @Override
    public Map<String, Set<String>> readPluginsStorages() {
        Map<String, Set<String>> indexes = new LinkedHashMap<>();
        for (PluginWrapper plugin : pluginManager.getPlugins()) {
            indexes.put(plugin.getPluginId(), index((URLClassLoader) plugin.getPluginClassLoader()));
        }
        return indexes;
    }

    private static Set<String> index(URLClassLoader loader) {
        Set<String> names = new TreeSet<>();
        try {
            for (URL url : Collections.list(loader.findResources(EXTENSIONS_RESOURCE))) {
                try (Reader reader = new InputStreamReader(url.openStream(), StandardCharsets.UTF_8)) {
                    ExtensionStorage.read(reader, names);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return names;
    }
}
