// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plugins;

/**
 * The parent of every plugin's class loader: the JDK and the {@link SharedPackages}. Whatever else the host's class path
 * has, classes and resources, does not exist for a plugin.
 */
final class SharedApi extends ClassLoader {

    private final ClassLoader host;

    SharedApi(ClassLoader host) {
        super("seance-api", getPlatformClassLoader());
        this.host = host;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        return SharedPackages.hold(name) ? host.loadClass(name) : super.loadClass(name, resolve);
    }
}
