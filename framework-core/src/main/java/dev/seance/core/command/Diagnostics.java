// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command;

import dev.seance.core.plugins.PluginHost;

/** What a bug report needs to know of the machine; nothing of the user's texts or keys. */
final class Diagnostics {

    private Diagnostics() {}

    static String text() {
        return String.join(
                System.lineSeparator(),
                "seance " + Version.product() + ", API " + PluginHost.apiVersion(),
                "java " + Runtime.version() + " " + System.getProperty("java.vendor"),
                "os " + System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"),
                "cores " + Runtime.getRuntime().availableProcessors(),
                "heap " + Runtime.getRuntime().maxMemory() / (1 << 20) + " MiB");
    }
}
