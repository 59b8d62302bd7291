// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.main;

import dev.seance.core.command.Failures;
import dev.seance.core.command.OptionCheck;
import dev.seance.core.command.SeanceCommand;
import dev.seance.core.command.bench.BenchCommand;
import dev.seance.core.command.bundle.BundleCommand;
import dev.seance.core.command.chat.ChatCommand;
import dev.seance.core.command.chat.CompleteCommand;
import dev.seance.core.command.corpus.CorpusCommand;
import dev.seance.core.command.doctor.DoctorCommand;
import dev.seance.core.command.export.ExportCommand;
import dev.seance.core.command.export.ImportCommand;
import dev.seance.core.command.llm.LlmCommand;
import dev.seance.core.command.plugins.PluginsCommand;
import dev.seance.core.command.recipes.PlanCommand;
import dev.seance.core.command.recipes.RecipesCommand;
import dev.seance.core.command.recipes.RunCommand;
import dev.seance.core.command.recipes.ValidateCommand;
import dev.seance.core.command.runs.ReportCommand;
import dev.seance.core.command.runs.RunsCommand;
import dev.seance.core.command.serve.ServeCommand;
import dev.seance.core.command.serve.WatchCommand;
import dev.seance.core.command.store.StoreCommand;
import dev.seance.core.command.tokenizer.TokenizerCommand;
import dev.seance.core.failure.ExhaustionReport;
import dev.seance.core.failure.ResourceExhausted;
import dev.seance.core.installation.ClassArchive;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code seance} command. Exit code 0: done; 1: a gate was not passed, or a bug; 2: something for the user to fix. */
@Command(
        name = "seance",
        description = "Raises a language model of a bygone era from its books.",
        footerHeading = "%nTo begin: seance run victorian-tiny, then: seance chat victorian-tiny%n")
public final class SeanceMain extends SeanceCommand {

    private SeanceMain() {}

    public static void main(String[] arguments) {
        // Named, logback need not be looked for in every jar there is.
        System.setProperty("slf4j.internal.verbosity", "WARN");
        System.setProperty("slf4j.provider", "ch.qos.logback.classic.spi.LogbackServiceProvider");
        ExhaustionReport.prepare();
        Thread.setDefaultUncaughtExceptionHandler(SeanceMain::onUncaught);
        int code = execute(arguments);
        if (code == 0) {
            ClassArchive.writeAtExit();
        }
        System.exit(code);
    }

    /** Runs the command. Picocli lets errors pass, such as that of a full heap. */
    private static int execute(String... arguments) {
        try {
            return commandLine(arguments).execute(arguments);
        } catch (Throwable failure) {
            return Failures.handle(failure);
        }
    }

    /**
     * For threads that nobody waits for. Without memory nothing of the command can be relied on any more, so it ends as
     * after {@code kill -9}, which loses no finished work.
     */
    private static void onUncaught(Thread thread, Throwable failure) {
        if (ResourceExhausted.isOne(failure)) {
            ExhaustionReport.print(failure);
            Runtime.getRuntime().halt(Failures.USER);
        }
        Failures.handle(failure);
    }

    /**
     * The command as picocli runs it; tests use it too. Picocli reads a command's options by reflection, and those of
     * all commands took 0.1 s of every start: where the first word is a command, only that one is made.
     */
    public static CommandLine commandLine(String... arguments) {
        CommandLine line = new CommandLine(new SeanceMain());
        Map<String, Class<?>> commands = commands();
        Class<?> asked = arguments.length == 0 ? null : commands.get(arguments[0]);
        if (asked == null || asked == AutoComplete.GenerateCompletion.class) { // which completes them all
            commands.values().forEach(line::addSubcommand);
        } else {
            line.addSubcommand(asked);
        }
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionStrategy(new OptionCheck());
        line.setExecutionExceptionHandler(new Failures());
        line.setParameterExceptionHandler(new WrongUsage());
        return line;
    }

    /** Every command by its name, in the order of the help. */
    static Map<String, Class<?>> commands() {
        Map<String, Class<?>> commands = new LinkedHashMap<>();
        commands.put("run", RunCommand.class);
        commands.put("plan", PlanCommand.class);
        commands.put("validate", ValidateCommand.class);
        commands.put("chat", ChatCommand.class);
        commands.put("complete", CompleteCommand.class);
        commands.put("serve", ServeCommand.class);
        commands.put("watch", WatchCommand.class);
        commands.put("export", ExportCommand.class);
        commands.put("import", ImportCommand.class);
        commands.put("bundle", BundleCommand.class);
        commands.put("report", ReportCommand.class);
        commands.put("recipes", RecipesCommand.class);
        commands.put("runs", RunsCommand.class);
        commands.put("corpus", CorpusCommand.class);
        commands.put("store", StoreCommand.class);
        commands.put("llm", LlmCommand.class);
        commands.put("tokenizer", TokenizerCommand.class);
        commands.put("plugins", PluginsCommand.class);
        commands.put("doctor", DoctorCommand.class);
        commands.put("bench", BenchCommand.class);
        commands.put("generate-completion", AutoComplete.GenerateCompletion.class);
        return commands;
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(System.out);
        return 0;
    }
}
