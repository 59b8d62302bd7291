// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.recipes;

import dev.seance.core.command.CommandRuntime;
import dev.seance.core.command.Failures;
import dev.seance.core.plan.ComputeRate;
import dev.seance.core.plan.Plan;
import dev.seance.core.recipe.InvalidRecipe;
import dev.seance.core.recipe.Problems;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows what a run would do, without doing any of it. */
@Command(
        name = "plan",
        description = "Show each step of a recipe: made already or not and why, derived sizes, tokens, hours, cost.")
public final class PlanCommand extends RecipeCommand {

    @Option(names = "--device", paramLabel = "NAME", description = "Estimate for a device you do not have: h100.")
    private String device;

    @Override
    public Integer call() {
        Optional<ComputeRate> rate = Optional.ofNullable(device).map(ComputeRate::named);
        try (CommandRuntime runtime = openRuntime()) {
            Problems secrets = new Problems();
            Plan plan = runtime.plan(recipe(), overrides(), rate, false, secrets);
            if (json()) {
                printJson(PlanJson.of(plan, secrets.all()));
            } else {
                System.out.println(PlanText.of(plan));
                secrets.all().forEach(note -> System.out.println("note: " + note.render()));
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
