// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.main;

import dev.seance.core.command.Failures;
import dev.seance.core.text.NearestName;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is said to a command line that makes no sense: one line with what was found, the nearest that exists, and where to look. */
final class WrongUsage implements IParameterExceptionHandler {

    @Override
    public int handleParseException(ParameterException failure, String[] arguments) {
        CommandSpec command = failure.getCommandLine().getCommandSpec();
        System.err.println("seance: " + message(failure, command) + " try: " + command.qualifiedName() + " --help");
        return Failures.USER;
    }

    private static String message(ParameterException failure, CommandSpec command) {
        if (failure instanceof UnmatchedArgumentException unmatched) {
            return unknown(unmatched.getUnmatched().get(0), command);
        }
        if (failure instanceof MissingParameterException missing
                && !missing.getMissing().isEmpty()) {
            return command.name() + " needs " + needed(missing.getMissing()) + ";";
        }
        return failure.getMessage() + ";";
    }

    private static String needed(List<ArgSpec> missing) {
        if (missing.size() == 1 && missing.get(0) instanceof PositionalParamSpec parameter) {
            return parameter.paramLabel() + about(parameter);
        }
        return missing.stream()
                .map(one -> one instanceof OptionSpec option
                        ? option.longestName() + " " + option.paramLabel()
                        : one.paramLabel())
                .collect(Collectors.joining(", "));
    }

    /** What the parameter is, as the help has it, to read on within a sentence. */
    private static String about(PositionalParamSpec parameter) {
        String help = String.join(" ", parameter.description()).replaceFirst("\\.$", "");
        return help.isEmpty() ? "" : ": " + Character.toLowerCase(help.charAt(0)) + help.substring(1);
    }

    private static String unknown(String word, CommandSpec command) {
        if (word.startsWith("-")) {
            // A value may hang on the option: --set=a.b=c.
            String option = word.replaceFirst("=.*", "");
            List<String> options = command.options().stream()
                    .flatMap(known -> Stream.of(known.names()))
                    .filter(name -> name.startsWith("--"))
                    .toList();
            return "there is no option '" + option + "'" + (command.parent() == null ? "" : " of " + command.name())
                    + guess(option, options);
        }
        Collection<String> commands = command.subcommands().keySet();
        return commands.isEmpty()
                ? command.name() + " does not know what to do with '" + word + "';"
                : "there is no command '" + word + "'" + guess(word, commands);
    }

    private static String guess(String word, Collection<String> known) {
        return NearestName.of(word, known)
                .map(name -> "; did you mean '" + name + "'?")
                .orElse(";");
    }
}
