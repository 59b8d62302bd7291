// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
/**
 * Plugins: found, checked, loaded apart from each other, and called at arm's length.
 *
 * <p>PF4J reads descriptors and indexes and loads classes; Guice makes the instances. Both are silent about much that
 * goes wrong, so every check that matters is made here, and each failure names its file. Nothing outside of this
 * package sees either library.
 *
 * <p>Start reading at {@link dev.seance.core.plugins.PluginHost}.
 */
package dev.seance.core.plugins;
