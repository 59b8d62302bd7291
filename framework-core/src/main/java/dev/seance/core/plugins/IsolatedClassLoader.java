// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plugins;

import org.pf4j.ClassLoadingStrategy;
import org.pf4j.PluginClassLoader;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginManager;

/** Loads one plugin's classes from its own jars, over the {@link SharedApi}. */
final class IsolatedClassLoader extends PluginClassLoader {

    IsolatedClassLoader(PluginManager manager, PluginDescriptor descriptor) {
        // Parent first, as in any Java program: the parent has nothing but the JDK and the API.
        super(manager, descriptor, new SharedApi(IsolatedClassLoader.class.getClassLoader()), ClassLoadingStrategy.APD);
    }

    @Override
    protected boolean shouldDelegateToParent(String className) {
        return SharedPackages.hold(className);
    }
}
