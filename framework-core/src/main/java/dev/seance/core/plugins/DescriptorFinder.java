// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plugins;

import java.nio.file.Files;
import java.nio.file.Path;
import org.pf4j.ManifestPluginDescriptorFinder;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginDescriptorFinder;
import org.pf4j.PropertiesPluginDescriptorFinder;

/**
 * A folder describes itself in {@code plugin.properties}, a jar in its manifest. PF4J's own search tries both on either
 * and takes the first manifest it meets, be it a library's.
 */
final class DescriptorFinder implements PluginDescriptorFinder {

    private final PluginDescriptorFinder ofFolder = new PropertiesPluginDescriptorFinder();
    private final PluginDescriptorFinder ofJar = new ManifestPluginDescriptorFinder();

    @Override
    public boolean isApplicable(Path path) {
        return Files.exists(path);
    }

    @Override
    public PluginDescriptor find(Path path) {
        return Files.isDirectory(path) ? ofFolder.find(path) : ofJar.find(path);
    }
}
