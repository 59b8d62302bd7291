// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.plugins;

import dev.seance.core.command.CommandRuntime;
import dev.seance.core.command.SeanceCommand;
import dev.seance.core.install.PluginOrigins;
import dev.seance.core.plugins.InstalledPlugin;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Installs a plugin of the user's own. */
@Command(
        name = "install",
        description = "Check a plugin and put it into your plugins folder, in place of the one of its id.")
final class PluginsInstallCommand extends SeanceCommand {

    @Parameters(
            paramLabel = "PLUGIN",
            description = "A jar, a zip or a folder; Maven coordinates (group:artifact:version[:classifier]); an https"
                    + " address, with --sha256; or the id of a plugin that this installation has in extras/.")
    private String plugin;

    @Option(
            names = "--sha256",
            paramLabel = "DIGEST",
            description = "What the file's SHA-256 must be, in hexadecimal; an address needs it.")
    private String sha256;

    @Override
    public Integer call() throws IOException {
        try (CommandRuntime runtime = openRuntime();
                PluginOrigins origins = PluginOrigins.of(
                        runtime.installation(), runtime.environment().offline(), this::say)) {
            InstalledPlugin installed =
                    UserPluginsAccess.of(runtime).install(plugin, Optional.ofNullable(sha256), origins);
            System.out.println("installed " + installed.id() + " " + installed.version() + " in "
                    + runtime.installation().userPlugins());
            return 0;
        }
    }

    private void say(String line) {
        if (!quiet()) {
            System.err.println(line);
        }
    }
}
