// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plugins;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import org.pf4j.IndexedExtensionFinder;
import org.pf4j.processor.ExtensionStorage;

/**
 * Reads the extension index of one plugin: of all its jars, where PF4J reads the one it happens to meet first. PF4J's own
 * finder reads those of all plugins at once, so that the damaged index of one would be the end of the others.
 */
final class ExtensionIndex {

    private ExtensionIndex() {}

    /** The names of the extension classes. */
    static Set<String> read(URLClassLoader plugin) throws IOException {
        Set<String> names = new TreeSet<>();
        for (URL url : Collections.list(plugin.findResources(IndexedExtensionFinder.EXTENSIONS_RESOURCE))) {
            URLConnection connection = url.openConnection();
            connection.setUseCaches(false); // or the jar stays open after its class loader is closed
            try (Reader reader = new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8)) {
                ExtensionStorage.read(reader, names);
            }
        }
        return names;
    }
}
