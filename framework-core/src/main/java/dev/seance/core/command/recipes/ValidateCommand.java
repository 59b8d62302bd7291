// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.recipes;

import dev.seance.core.command.CommandRuntime;
import dev.seance.core.command.Failures;
import dev.seance.core.recipe.InvalidRecipe;
import dev.seance.core.recipe.Problems;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;

/** Says what is wrong with a recipe, all of it at once. */
@Command(name = "validate", description = "Check a recipe and report every mistake with its place.")
public final class ValidateCommand extends RecipeCommand {

    @Override
    public Integer call() {
        try (CommandRuntime runtime = openRuntime()) {
            Problems secrets = new Problems();
            runtime.plan(recipe(), overrides(), Optional.empty(), true, secrets);
            if (json()) {
                printJson(PlanJson.of(List.of(), secrets.all()));
            } else if (!quiet()) {
                secrets.all().forEach(note -> System.out.println("note: " + note.render()));
                System.out.println(recipe() + ": no mistakes");
            }
            return 0;
        } catch (InvalidRecipe invalid) {
            if (json()) {
                printJson(PlanJson.of(invalid.problems(), List.of()));
                return Failures.USER;
            }
            throw invalid;
        }
    }
}
