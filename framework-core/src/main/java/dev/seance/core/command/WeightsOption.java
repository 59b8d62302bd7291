// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command;

import dev.seance.core.recipe.OptionArguments;
import dev.seance.core.recipe.Settings;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The format that weights are read in, where a command is to have another one than the recipe. */
public final class WeightsOption {

    private static final String NAME = "--weights";

    @Option(
            names = NAME,
            paramLabel = "FORMAT",
            description =
                    "The number format that weights are read in, such as fp16, or int8, which is fastest: the option"
                            + " 'weights' of the run's backend (default: the recipe's, else auto).")
    private Optional<String> format = Optional.empty();

    /** The options of the recipe's backend with it. */
    Settings in(Settings backend) {
        return format.map(text -> OptionArguments.with(backend, NAME, "weights", text))
                .orElse(backend);
    }
}
