// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.plugins;

import dev.seance.core.command.CommandRuntime;
import dev.seance.core.install.CapabilityCheck;
import dev.seance.core.install.UserPlugins;
import dev.seance.core.installation.Installation;
import dev.seance.core.plugins.PluginVerifier;

/** The user's plugins as the commands that change or check them see them. */
final class UserPluginsAccess {

    private UserPluginsAccess() {}

    static UserPlugins of(CommandRuntime runtime) {
        return new UserPlugins(
                runtime.installation().userPlugins(), runtime.host().catalog(), verifier(runtime.installation()));
    }

    static PluginVerifier verifier(Installation installation) {
        return new PluginVerifier(installation.cache().resolve("plugins"), CapabilityCheck::of);
    }
}
