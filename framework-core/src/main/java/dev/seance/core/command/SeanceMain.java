// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command;

import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code seance} command. Exit code 0: done; 1: a gate was not passed, or a bug; 2: something for the user to mend. */
@Command(
        name = "seance",
        description = "Raises a language model of a bygone era from its books.",
        subcommands = {
            RunCommand.class,
            PlanCommand.class,
            ValidateCommand.class,
            ChatCommand.class,
            ReportCommand.class,
            RecipesCommand.class,
            RunsCommand.class,
            TokenizerCommand.class,
            PluginsCommand.class,
            DoctorCommand.class,
            AutoComplete.GenerateCompletion.class,
        },
        footerHeading = "%nTo begin: seance run victorian-tiny, then: seance chat victorian-tiny%n")
public final class SeanceMain extends SeanceCommand {

    private SeanceMain() {}

    public static void main(String[] arguments) {
        // Before any plugin can load DJL, which otherwise reports its use and downloads what it thinks is missing.
        System.setProperty("OPT_OUT_TRACKING", "true");
        if (System.getProperty("DJL_OFFLINE") == null && System.getenv("DJL_OFFLINE") == null) {
            System.setProperty("DJL_OFFLINE", "true");
        }
        System.exit(commandLine().execute(arguments));
    }

    /** The command as picocli runs it; tests and the completion script use it too. */
    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new SeanceMain());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler(new Failures());
        line.setParameterExceptionHandler(new WrongUsage());
        return line;
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(System.out);
        return 0;
    }
}
