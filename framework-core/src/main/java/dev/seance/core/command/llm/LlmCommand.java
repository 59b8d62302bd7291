// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.llm;

import dev.seance.core.command.SeanceCommand;
import picocli.CommandLine.Command;

/** What a run asked language models. */
@Command(
        name = "llm",
        description = "Look into what a run asked language models.",
        subcommands = {LlmLogCommand.class})
public final class LlmCommand extends SeanceCommand {

    @Override
    public Integer call() {
        spec.commandLine().usage(System.out);
        return 0;
    }
}
