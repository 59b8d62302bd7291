// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command;

import dev.seance.api.run.UserError;
import dev.seance.core.bundle.BundleReader;
import dev.seance.core.installation.Installation;
import dev.seance.core.run.RunFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/**
 * Which run a command means by a recipe's name. For commands that use what a run made it is the newest that made it: one
 * that failed or is still running does not hide those before it.
 */
public final class RunChoice {

    private RunChoice() {}

    /**
     * The newest finished run of a name, the run of a path, or the run in a bundle.
     *
     * @throws UserError when there is none, with the command that makes one
     */
    public static RunFolder finished(Path runs, String name) {
        if (Files.isRegularFile(Path.of(name))) {
            return bundled(Path.of(name));
        }
        RunFolder run = newest(runs, name, RunChoice::isFinished, "has not finished");
        if (!isFinished(run)) {
            throw new UserError("run " + run.label() + " has not finished; when it is not running any more, run"
                    + " the same command again to resume: " + RunOrigin.command(run) + " (its log is "
                    + run.file(RunFolder.LOG) + ")");
        }
        return run;
    }

    private static RunFolder bundled(Path file) {
        try {
            return BundleReader.open(file, Installation.find().cache());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The newest run of a name that has something, or the newest at all when none has; and says so when newer ones were
     * passed over.
     *
     * @param lacks why a newer one is passed over, to be read after its name
     */
    public static RunFolder newest(Path runs, String name, Predicate<RunFolder> has, String lacks) {
        RunFolder latest = RunFolder.find(runs, name);
        if (has.test(latest) || !latest.recipe().equals(name)) {
            return latest;
        }
        List<RunFolder> all = RunFolder.list(runs, name);
        RunFolder found =
                all.stream().filter(has).reduce((earlier, later) -> later).orElse(latest);
        if (found != latest) {
            System.err.println("seance: run " + latest.label() + " " + lacks + "; using " + found.label());
        }
        return found;
    }

    private static boolean isFinished(RunFolder run) {
        return Files.exists(run.file(RunFolder.SUMMARY));
    }
}
