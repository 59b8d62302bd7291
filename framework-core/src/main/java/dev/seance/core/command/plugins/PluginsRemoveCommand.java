// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.plugins;

import dev.seance.api.run.UserError;
import dev.seance.core.command.CommandRuntime;
import dev.seance.core.command.SeanceCommand;
import dev.seance.core.install.UserPlugins;
import dev.seance.core.run.RunFolder;
import dev.seance.core.run.RunPlugins;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Removes a plugin of the user's own. */
@Command(name = "remove", description = "Remove a plugin from your plugins folder.")
final class PluginsRemoveCommand extends SeanceCommand {

    @Parameters(paramLabel = "ID", description = "The plugin's id.")
    private String id;

    @Option(names = "--force", description = "Also when runs need it: they stay, and what they made can be looked at.")
    private boolean force;

    @Override
    public Integer call() throws IOException {
        try (CommandRuntime runtime = openRuntime()) {
            UserPlugins plugins = UserPluginsAccess.of(runtime);
            if (!force && plugins.ids().contains(id)) {
                refuseNeeded();
            }
            plugins.remove(id).forEach(path -> System.out.println("removed " + path));
            return 0;
        }
    }

    private void refuseNeeded() {
        List<String> needing = RunFolder.list(runs()).stream()
                .filter(run ->
                        RunPlugins.read(run).stream().anyMatch(used -> used.id().equals(id)))
                .map(RunFolder::label)
                .toList();
        if (!needing.isEmpty()) {
            throw new UserError(
                    "plugin " + id + " is needed by "
                            + (needing.size() == 1 ? "run " : needing.size() + " runs in " + runs() + ": ")
                            + String.join(", ", needing)
                            + ", which could not be resumed or used without it; remove them with 'seance runs rm', or give --force");
        }
    }
}
