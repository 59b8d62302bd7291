// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.recipes;

import dev.seance.core.command.SeanceCommand;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A command about one recipe. */
abstract class RecipeCommand extends SeanceCommand {

    @Parameters(paramLabel = "RECIPE", description = "A shipped recipe's name (see: seance recipes list), or a file.")
    private String recipe;

    @Option(
            names = "--set",
            paramLabel = "PATH=VALUE",
            description = "Change one value of the recipe: --set base.model.depth=6, --set books.path=DIR.")
    private List<String> overrides = new ArrayList<>();

    String recipe() {
        return recipe;
    }

    List<String> overrides() {
        return overrides;
    }
}
