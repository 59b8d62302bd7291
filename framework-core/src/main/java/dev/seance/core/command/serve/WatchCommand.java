// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.serve;

import dev.seance.core.command.CommandRuntime;
import dev.seance.core.command.Range;
import dev.seance.core.command.SeanceCommand;
import dev.seance.core.plugins.ExtensionKind;
import dev.seance.core.run.RunFolder;
import dev.seance.core.run.StopSignal;
import dev.seance.core.store.Json;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows a run of another process, or one that has ended, on a page until it is told to stop. */
@Command(
        name = "watch",
        description =
                "Show a run on a page as it goes, to this machine alone: steps, curves, samples, warnings. It may be the"
                        + " run of another process, or one that has ended. 'seance run --watch' shows the one that it starts.")
public final class WatchCommand extends SeanceCommand {

    @Parameters(paramLabel = "RUN", description = "A recipe's name (its latest run), recipe/n, or a run's folder.")
    private String name;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "8081",
            description = "The port to listen at; 0 for any that is free (default: ${DEFAULT-VALUE}).")
    @Range(min = 0, max = 65535)
    private int port;

    @Override
    public Integer call() throws IOException {
        RunFolder run = RunFolder.find(runs(), name);
        try (StopSignal stop = new StopSignal("what is being sent", "the run goes on");
                CommandRuntime runtime = openRuntime(1, ExtensionKind.SERVE);
                LiveServer server = LiveServer.start(runtime, run, port)) {
            if (json()) {
                printJson(Json.mapper()
                        .createObjectNode()
                        .put("address", server.address().toString())
                        .put("run", run.label()));
            } else {
                System.out.println("showing run " + run.label() + " at " + server.address() + "; Ctrl-C stops");
            }
            System.out.flush();
            ServeCommand.await(stop);
        }
        return 0;
    }
}
