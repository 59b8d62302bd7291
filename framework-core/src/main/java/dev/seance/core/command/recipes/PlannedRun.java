// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.recipes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seance.core.command.CommandRuntime;
import dev.seance.core.command.RunOrigin;
import dev.seance.core.command.SeanceCommand;
import dev.seance.core.logging.Logs;
import dev.seance.core.plan.Plan;
import dev.seance.core.report.RunReport;
import dev.seance.core.run.Display;
import dev.seance.core.run.Durations;
import dev.seance.core.run.RunFolder;
import dev.seance.core.run.RunPlugins;
import dev.seance.core.run.Runner;
import dev.seance.core.run.StepResult;
import dev.seance.core.run.StopSignal;
import dev.seance.core.store.AtomicFiles;
import dev.seance.core.store.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;

/** Runs a plan in the folder of a new run, with what people and later commands find there: recipe, plan, log, report. */
public final class PlannedRun {

    private final SeanceCommand command;
    private final CommandRuntime runtime;
    private final StopSignal stop;
    private final Set<String> acceptCode;

    /**
     * @param command whose terminal and answer it is
     * @param acceptCode the steps whose artifact may differ in the code of plugins
     */
    public PlannedRun(SeanceCommand command, CommandRuntime runtime, StopSignal stop, Set<String> acceptCode) {
        this.command = command;
        this.runtime = runtime;
        this.stop = stop;
        this.acceptCode = Set.copyOf(acceptCode);
    }

    /**
     * Runs it.
     *
     * @param origin what the same run is started from again, see {@link RunOrigin}
     * @param began when the command began, in nanoseconds of {@link System#nanoTime}
     */
    public List<StepResult> run(Plan plan, RunFolder folder, String origin, long began) throws IOException {
        Logs.toFile(folder.file(RunFolder.LOG));
        AtomicFiles.write(folder.file(RunFolder.RECIPE), plan.recipe().render(new Secrets(plan)));
        ObjectNode planned = PlanJson.of(plan, List.of()).put(RunOrigin.FIELD, origin);
        RunPlugins.write(plan.plugins(runtime.host().catalog()), planned);
        AtomicFiles.write(folder.file(RunFolder.PLAN), Json.pretty(planned));
        Display display = command.display();
        display.line(plan.recipe().title() + ", run " + folder.number() + " in " + folder.folder());
        Runner runner = new Runner(runtime.host(), runtime.store(), runtime.environment(), display, stop, acceptCode);
        List<StepResult> results = runner.run(plan, folder);
        RunReport.write(
                folder,
                plan.recipe(),
                results,
                runtime.store(),
                runtime.environment().clock());
        display.line("finished in " + Durations.inWords((System.nanoTime() - began) / 1e9) + "; report: "
                + folder.file(RunFolder.REPORT));
        if (command.json()) {
            System.out.println(Files.readString(folder.file(RunFolder.SUMMARY)));
        }
        return results;
    }
}
