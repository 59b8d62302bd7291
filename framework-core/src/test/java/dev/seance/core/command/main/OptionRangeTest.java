// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.main;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seance.core.command.MayBeEmpty;
import dev.seance.core.command.Range;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.AnnotatedElement;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Every option of every command, with values it does not take: a line that names it, exit code 2, no trace. */
class OptionRangeTest {

    @TempDir
    Path folder;

    /** The words of a command with that value for one argument, and something for each other required one. */
    private static List<String> words(CommandLine command, ArgSpec tested, String value) {
        List<String> words =
                new ArrayList<>(List.of(command.getCommandSpec().qualifiedName().split(" ")));
        words.remove(0);
        for (ArgSpec argument : command.getCommandSpec().args()) {
            if (argument == tested || argument.required()) {
                String text = argument == tested ? value : "1";
                words.add(argument instanceof OptionSpec option ? option.longestName() + "=" + text : text);
            }
        }
        return words;
    }

    private static Stream<CommandLine> leaves(CommandLine command) {
        return command.getSubcommands().isEmpty()
                ? Stream.of(command)
                : command.getSubcommands().values().stream().flatMap(OptionRangeTest::leaves);
    }

    private static Stream<CommandLine> commands() {
        return leaves(SeanceMain.commandLine())
                .filter(command -> !(command.getCommand() instanceof AutoComplete.GenerateCompletion))
                .filter(command -> !command.getCommandName().equals("help"));
    }

    private static boolean isNumeric(ArgSpec argument) {
        Class<?> type = argument.typeInfo().isOptional() || argument.typeInfo().isCollection()
                ? argument.auxiliaryTypes()[0]
                : argument.type();
        return type.isPrimitive() && type != boolean.class || Number.class.isAssignableFrom(type);
    }

    private static DynamicTest refuses(CommandLine command, ArgSpec argument, String value) {
        List<String> all = words(command, argument, value);
        return DynamicTest.dynamicTest(String.join(" ", all), () -> {
            String label = argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
            ByteArrayOutputStream said = new ByteArrayOutputStream();
            PrintStream terminal = System.err;
            System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
            int code;
            try {
                code = SeanceMain.commandLine(all.toArray(String[]::new)).execute(all.toArray(String[]::new));
            } finally {
                System.setErr(terminal);
            }
            String text = said.toString(StandardCharsets.UTF_8);
            assertThat(code).as(text).isEqualTo(2);
            assertThat(text).contains(label).doesNotContain("\tat ").doesNotContain("Exception");
        });
    }

    @TestFactory
    Stream<DynamicTest> numbersOutOfRange() {
        return commands().flatMap(command -> command.getCommandSpec().args().stream()
                .filter(OptionRangeTest::isNumeric)
                .flatMap(argument -> {
                    Range range = ((AnnotatedElement) argument.userObject()).getAnnotation(Range.class);
                    assertThat(range)
                            .as("@Range of %s of %s", argument, command.getCommandName())
                            .isNotNull();
                    List<String> values = new ArrayList<>(List.of("", "x", "1e999", "NaN", "99999999999999999999"));
                    if (range.max() < 1e15) {
                        values.add(String.format("%.0f", range.min() - 1));
                        values.add(String.format("%.0f", range.max() + 1));
                    }
                    return values.stream().map(value -> refuses(command, argument, value));
                }));
    }

    @TestFactory
    Stream<DynamicTest> emptyTextsAndPaths() {
        return commands().flatMap(command -> command.getCommandSpec().args().stream()
                .filter(argument -> !isNumeric(argument) && argument.arity().max() > 0 && !mayBeEmpty(argument))
                .map(argument -> refuses(command, argument, "")));
    }

    private static boolean mayBeEmpty(ArgSpec argument) {
        return argument.userObject() instanceof AnnotatedElement field && field.isAnnotationPresent(MayBeEmpty.class);
    }

    @TestFactory
    Stream<DynamicTest> runsThatAreAFile() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");
        return commands()
                .map(command -> refuses(command, command.getCommandSpec().findOption("--runs"), file.toString()));
    }

    @TestFactory
    Stream<DynamicTest> samplingOutOfRange() {
        CommandLine chat = SeanceMain.commandLine().getSubcommands().get("chat");
        return Stream.of(
                        "--top-k=-2",
                        "--top-k=x",
                        "--top-k=1.5",
                        "--temperature=-1",
                        "--temperature=10.1",
                        "--temperature=NaN",
                        "--temperature=1e999",
                        "--top-p=-0.1",
                        "--top-p=1.1",
                        "--top-p=NaN",
                        "--min-p=-0.1",
                        "--min-p=1.1",
                        "--max-tokens=0",
                        "--max-tokens=99999999999",
                        "--repetition-penalty=0",
                        "--repetition-penalty=-1",
                        "--repetition-penalty=11")
                .map(option -> option.split("="))
                .map(pair -> refuses(chat, chat.getCommandSpec().findOption(pair[0]), pair[1]));
    }
}
