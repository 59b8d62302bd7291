// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.tokenizer;

import dev.seance.core.command.SeanceCommand;
import picocli.CommandLine.Command;

/** Vocabularies outside of recipes. */
@Command(
        name = "tokenizer",
        description = "Train and check vocabularies, encode text into tokens and decode it.",
        subcommands = {
            TokenizerTrainCommand.class,
            TokenizerEncodeCommand.class,
            TokenizerDecodeCommand.class,
            TokenizerLintCommand.class,
        })
public final class TokenizerCommand extends SeanceCommand {

    @Override
    public Integer call() {
        spec.commandLine().usage(System.out);
        return 0;
    }
}
