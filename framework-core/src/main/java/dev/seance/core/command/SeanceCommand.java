// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command;

import ch.qos.logback.classic.Level;
import dev.seance.core.logging.Logs;
import dev.seance.core.plugins.ExtensionKind;
import dev.seance.core.run.Display;
import dev.seance.core.run.PlainDisplay;
import dev.seance.core.run.TerminalDisplay;
import dev.seance.core.store.Json;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What every command has: where runs are, how much to say, and in what form. */
@Command(
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        usageHelpAutoWidth = true,
        sortOptions = false,
        synopsisSubcommandLabel = "COMMAND")
public abstract class SeanceCommand implements Callable<Integer> {

    @Spec
    protected CommandSpec spec;

    /** The option that names the folder of runs. */
    static final String RUNS = "--runs";

    @Option(names = RUNS, paramLabel = "DIR", description = "Where runs and their artifacts are (default: runs).")
    private Path runs = Path.of("runs");

    @Option(names = "--json", description = "Answer in JSON.")
    private boolean json;

    @Option(names = "--offline", description = "Use no network.")
    private boolean offline;

    @Option(names = "--no-color", description = "No colours and no redrawn bars.")
    private boolean noColor;

    @Option(
            names = {"-q", "--quiet"},
            description = "Say only what was asked for, and what went wrong.")
    private boolean quiet;

    @Option(
            names = {"-v", "--verbose"},
            description = "Show the log on the screen too.")
    private boolean verbose;

    public Path runs() {
        return runs;
    }

    public boolean json() {
        return json;
    }

    public boolean quiet() {
        return quiet;
    }

    /** Whether bars may be redrawn: on a terminal, unless somebody wants it plain. */
    public boolean redraws() {
        return System.console() != null && !noColor && System.getenv("NO_COLOR") == null && !json;
    }

    /** Where progress is shown. */
    public Display display() {
        if (quiet) {
            return new PlainDisplay(new PrintStream(OutputStream.nullOutputStream()));
        }
        return redraws() ? new TerminalDisplay(System.err) : new PlainDisplay(System.err);
    }

    /** Opens what a command works with; the caller closes it. */
    public CommandRuntime openRuntime() {
        return openRuntime(Runtime.getRuntime().availableProcessors(), ExtensionKind.values());
    }

    /**
     * Opens what a command works with that needs little; the caller closes it.
     *
     * @param threads how many threads it may keep busy
     * @param kinds the kinds of extensions it asks for
     */
    public CommandRuntime openRuntime(int threads, ExtensionKind... kinds) {
        if (verbose) {
            Logs.level(Level.INFO);
        }
        return new CommandRuntime(runs, offline, threads, Set.of(kinds));
    }

    /** Prints an answer as JSON, indented. */
    public static void printJson(Object answer) {
        System.out.println(Json.pretty(answer));
    }
}
