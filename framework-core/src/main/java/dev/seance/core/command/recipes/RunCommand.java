// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.recipes;

import dev.seance.core.command.RunOrigin;
import dev.seance.core.command.Failures;
import dev.seance.core.command.CommandRuntime;
import dev.seance.core.logging.Logs;

import dev.seance.api.run.StopException;
import dev.seance.core.plan.Plan;
import dev.seance.core.report.RunReport;
import dev.seance.core.run.Display;
import dev.seance.core.run.Durations;
import dev.seance.core.run.RunFolder;
import dev.seance.core.run.Runner;
import dev.seance.core.run.StepResult;
import dev.seance.core.run.StopSignal;
import dev.seance.core.store.AtomicFiles;
import dev.seance.core.store.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;

/** Runs a recipe: what is finished is taken from the store, the rest is made. */
@Command(name = "run", description = "Run a recipe. The same command again goes on where it was interrupted.")
public final class RunCommand extends RecipeCommand {

    @Override
    public Integer call() throws IOException {
        // Closed last, and after the last word: from then on a process that was asked to stop is no more heard.
        try (StopSignal stop = new StopSignal();
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
        Plan plan = runtime.plan(recipe(), overrides(), Optional.empty(), true, null);
        RunFolder folder = RunFolder.create(runs(), plan.recipe().name());
        Logs.toFile(folder.file(RunFolder.LOG));
        AtomicFiles.write(folder.file(RunFolder.RECIPE), plan.recipe().render(new Secrets(plan)));
        AtomicFiles.write(folder.file(RunFolder.PLAN), Json.pretty(PlanJson.of(plan, List.of()).put(RunOrigin.FIELD, RunOrigin.of(recipe()))));
        Display display = display();
        display.line(plan.recipe().title() + ", run " + folder.number() + " in " + folder.folder());
        Runner runner = new Runner(runtime.host(), runtime.store(), runtime.environment(), display, stop);
        List<StepResult> results = runner.run(plan, folder);
        RunReport.write(
                folder,
                plan.recipe(),
                results,
                runtime.store(),
                runtime.environment().clock());
        display.line("finished in " + Durations.inWords((System.nanoTime() - began) / 1e9) + "; report: "
                + folder.file(RunFolder.REPORT));
        if (json()) {
            System.out.println(Files.readString(folder.file(RunFolder.SUMMARY)));
        }
        return judge(results);
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
