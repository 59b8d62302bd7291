// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command;

import dev.seance.api.run.UserError;
import java.lang.reflect.AnnotatedElement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/**
 * Checks the values of all options and parameters before a command runs: numbers against their {@link Range}, texts and
 * paths for being empty, {@code --runs} for being a folder. One place for all commands, so that none forgets.
 */
public final class OptionCheck implements IExecutionStrategy {

    private final IExecutionStrategy run = new RunLast();

    @Override
    public int execute(ParseResult parsed) throws ExecutionException {
        CommandProblems mistakes = new CommandProblems();
        for (CommandLine command : parsed.asCommandLineList()) {
            command.getParseResult().matchedArgs().forEach(argument -> check(argument, mistakes));
        }
        try {
            mistakes.throwIfAny();
        } catch (UserError e) {
            return Failures.handle(e);
        }
        return run.execute(parsed);
    }

    private static void check(ArgSpec argument, CommandProblems mistakes) {
        Object value = argument.getValue();
        for (Object one : value instanceof Collection<?> several ? several : List.of(unwrapped(value))) {
            if (one instanceof Number number) {
                range(argument)
                        .filter(range -> !holds(range, number))
                        .ifPresent(range -> mistakes.add(
                                name(argument) + " " + shown(number) + " is out of range: it takes " + inWords(range)));
            } else if (one.toString().isEmpty() && !mayBeEmpty(argument)) {
                mistakes.add(name(argument) + " is empty; give a value"
                        + (argument.isOption() ? ", or leave the option out" : ""));
            } else if (one instanceof Path path
                    && name(argument).equals(SeanceCommand.RUNS)
                    && Files.exists(path)
                    && !Files.isDirectory(path)) {
                mistakes.add(SeanceCommand.RUNS + " " + path + " is a file; give a folder, or a name that is free");
            }
        }
    }

    private static Object unwrapped(Object value) {
        Object content = value instanceof Optional<?> optional ? optional.orElse(null) : value;
        return content == null ? "-" : content; // an option without a value has nothing to check
    }

    private static Optional<Range> range(ArgSpec argument) {
        return argument.userObject() instanceof AnnotatedElement field
                ? Optional.ofNullable(field.getAnnotation(Range.class))
                : Optional.empty();
    }

    private static boolean mayBeEmpty(ArgSpec argument) {
        return argument.userObject() instanceof AnnotatedElement field && field.isAnnotationPresent(MayBeEmpty.class);
    }

    private static boolean holds(Range range, Number number) {
        return number.doubleValue() >= range.min() && number.doubleValue() <= range.max();
    }

    private static String name(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
    }

    private static String inWords(Range range) {
        return shown(range.min()) + " to " + shown(range.max());
    }

    private static String shown(Number number) {
        return number.doubleValue() == Math.rint(number.doubleValue()) && Math.abs(number.doubleValue()) < 1e15
                ? String.format(Locale.ROOT, "%.0f", number.doubleValue())
                : number.toString();
    }
}
