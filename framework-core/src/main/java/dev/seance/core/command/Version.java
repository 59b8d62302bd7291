// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command;

import dev.seance.core.plugins.PluginHost;
import picocli.CommandLine.IVersionProvider;

/** The version of this installation, which is that of its API. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {"seance " + PluginHost.apiVersion() + " (Java " + Runtime.version() + ")"};
    }
}
