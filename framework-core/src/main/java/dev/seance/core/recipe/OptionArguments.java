// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.recipe;

import java.util.List;
import java.util.Optional;

/**
 * Options of a plugin that stand on the command line, each as {@code KEY=VALUE}: for commands that work without a
 * recipe. A value is written as for {@code --set}: plain text, or a quoted text, {@code [list]} or {@code {mapping}} as
 * in YAML; of two for the same key the later counts.
 */
public final class OptionArguments {

    private OptionArguments() {}

    /**
     * The settings that arguments stand for.
     *
     * @param option the name of the command's option, as messages show it: {@code --with}
     * @param problems receives arguments that are no such pair
     */
    public static Settings read(String option, List<String> arguments, Problems problems) {
        Settings settings = Settings.none(Source.argument(option).at(1, 1));
        for (String argument : arguments) {
            Source source = Source.argument(option + " " + argument);
            int equals = argument.indexOf('=');
            if (equals < 1) {
                problems.add(source.at(1, 1), "this is not KEY=VALUE");
                continue;
            }
            Optional<Value> value =
                    Overrides.value(argument.substring(equals + 1), source, option.length() + 1 + equals + 1, problems);
            if (value.isPresent()) {
                String key = argument.substring(0, equals).strip();
                settings = settings.with(new Setting(key, source.at(1, 1), value.get()));
            }
        }
        return settings;
    }

    /** These settings with one that an option of the command itself gives, such as {@code --size 4096}. */
    public static Settings with(Settings settings, String option, String key, String text) {
        Position position = Source.argument(option + " " + text).at(1, 1);
        return settings.with(new Setting(key, position, Scalar.of(text, false, position)));
    }
}
