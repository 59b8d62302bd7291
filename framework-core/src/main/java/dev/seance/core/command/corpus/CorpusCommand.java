// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.corpus;

import dev.seance.core.command.SeanceCommand;
import picocli.CommandLine.Command;

/** What became of the documents of a run. */
@Command(
        name = "corpus",
        description = "Look into a run's corpus.",
        subcommands = {CorpusShowCommand.class})
public final class CorpusCommand extends SeanceCommand {

    @Override
    public Integer call() {
        spec.commandLine().usage(System.out);
        return 0;
    }
}
