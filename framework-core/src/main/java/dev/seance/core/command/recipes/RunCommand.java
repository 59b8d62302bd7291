// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.recipes;

import dev.seance.api.run.StopException;
import dev.seance.api.run.UserError;
import dev.seance.core.command.CommandRuntime;
import dev.seance.core.command.Failures;
import dev.seance.core.command.Range;
import dev.seance.core.command.RunOrigin;
import dev.seance.core.command.serve.LiveServer;
import dev.seance.core.plan.Plan;
import dev.seance.core.plan.PlannedStep;
import dev.seance.core.run.ActiveRun;
import dev.seance.core.run.RunFolder;
import dev.seance.core.run.StepResult;
import dev.seance.core.run.StopSignal;
import dev.seance.core.text.NearestName;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs a recipe: what is finished is taken from the store, the rest is made. */
@Command(name = "run", description = "Run a recipe. The same command again goes on where it was interrupted.")
public final class RunCommand extends RecipeCommand {

    @Option(names = "--until", paramLabel = "STEP", description = "Run up to this step and the steps it needs.")
    private String until;

    @Option(
            names = "--accept-code",
            paramLabel = "STEP",
            split = ",",
            description = "Reuse what this step made although the code of a plugin changed since, if nothing else did."
                    + " The manifest records it.")
    private List<String> acceptCode = List.of();

    @Option(
            names = "--watch",
            description =
                    "Show the run on a page as it goes, to this machine alone. 'seance watch RUN' does the same for a"
                            + " run of another process.")
    private boolean watch;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "8081",
            description = "With --watch: the port of the page; 0 for any that is free (default: ${DEFAULT-VALUE}).")
    @Range(min = 0, max = 65535)
    private int port;

    private static final String SAVED = "finished steps, and the last checkpoint or the finished items of this one, are"
            + " saved; run the same command again to resume";

    @Override
    public Integer call() throws IOException {
        // Closed last: from then on a signal ends the process at once.
        try (StopSignal stop = new StopSignal(SAVED);
                CommandRuntime runtime = openRuntime()) {
            try {
                return run(runtime, stop);
            } catch (StopException e) {
                return Failures.stopped(e);
            }
        }
    }

    private int run(CommandRuntime runtime, StopSignal stop) throws IOException {
        long began = System.nanoTime();
        Plan plan = runtime.plan(recipe(), overrides(), Optional.empty(), true, null, Optional.ofNullable(until));
        checkAcceptCode(plan);
        try (Watched watched = new Watched()) {
            return ActiveRun.start(runs(), plan.recipe().name(), stop, folder -> {
                if (watch) {
                    watched.server = LiveServer.start(runtime, folder, port);
                    display().line("showing the run at " + watched.server.address());
                }
                return run(runtime, stop, plan, folder, began);
            });
        }
    }

    /** Closed only when the run has noted how it ended, so that the page can say so. */
    private static final class Watched implements AutoCloseable {

        private LiveServer server;

        @Override
        public void close() {
            if (server != null) {
                server.close();
            }
        }
    }

    private int run(CommandRuntime runtime, StopSignal stop, Plan plan, RunFolder folder, long began)
            throws IOException {
        return judge(new PlannedRun(this, runtime, stop, Set.copyOf(acceptCode))
                .run(plan, folder, RunOrigin.of(recipe()), began));
    }

    private void checkAcceptCode(Plan plan) {
        for (String step : acceptCode) {
            if (plan.step(step).isEmpty()) {
                throw new UserError("--accept-code: the run has no step '" + step + "'"
                        + NearestName.hint(
                                step,
                                plan.steps().stream().map(PlannedStep::name).toList()));
            }
        }
    }

    private static int judge(List<StepResult> results) {
        int failed = 0;
        for (StepResult result : results) {
            for (String failure : result.failures()) {
                System.err.println("seance: [" + result.name() + "] gate not passed: " + failure);
                failed = Failures.GATE;
            }
        }
        return failed;
    }
}
