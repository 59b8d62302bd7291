// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.store;

import dev.seance.api.run.UserError;
import dev.seance.core.command.SeanceCommand;
import dev.seance.core.run.RunFolder;
import dev.seance.core.store.ArtifactStore;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;

/** The artifacts that runs share, see {@code docs/store.md}. */
@Command(
        name = "store",
        description = "Check, clean up, and copy between machines what runs have made.",
        subcommands = {
            StoreVerifyCommand.class,
            StoreGcCommand.class,
            StorePackCommand.class,
            StoreUnpackCommand.class,
        })
public final class StoreCommand extends SeanceCommand {

    @Override
    public Integer call() {
        spec.commandLine().usage(System.out);
        return 0;
    }

    /**
     * The store of a runs folder.
     *
     * @throws UserError when there is none: it is more likely that the folder is another than that nothing was ever run
     */
    static ArtifactStore existing(Path runs) {
        ArtifactStore store = RunFolder.store(runs);
        if (!Files.isDirectory(store.root())) {
            throw new UserError("there is no store in " + runs.toAbsolutePath().normalize()
                    + "; go to the folder that has 'runs', or name it with --runs DIR");
        }
        return store;
    }
}
