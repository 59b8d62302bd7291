// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plan;

import dev.seance.api.plugin.OptionDescriptor;
import dev.seance.core.plugins.InstalledExtension;
import dev.seance.core.recipe.Era;
import dev.seance.core.recipe.Position;
import dev.seance.core.recipe.Problems;
import dev.seance.core.recipe.Recipe;
import dev.seance.core.recipe.Scalar;
import dev.seance.core.recipe.Setting;
import dev.seance.core.recipe.Settings;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * Fills in options whose default is the recipe's era ({@code ${era.from}}, {@code ${era.to}}): the years stand once in
 * the recipe, and every filter that needs them takes them from there.
 */
final class EraDefaults {

    private static final Map<String, ToIntFunction<Era>> YEARS = Map.of("${era.from}", Era::from, "${era.to}", Era::to);

    private EraDefaults() {}

    /** The settings with the era's years where the recipe gives none, or a problem when the recipe has no era. */
    static Settings fillIn(
            InstalledExtension extension, Settings settings, Position position, Recipe recipe, Problems problems) {
        Settings filled = settings;
        for (OptionDescriptor option : extension.options().options()) {
            String year = option.defaultValue().filter(YEARS::containsKey).orElse("");
            if (year.isEmpty() || settings.entry(option.name()).isPresent()) {
                continue;
            }
            Optional<Era> era = recipe.era();
            if (era.isEmpty()) {
                problems.add(
                        position,
                        extension.title() + " needs '" + option.name()
                                + "'; give it, or an era at the top of the recipe,"
                                + " such as 'era: {from: 1837, to: 1901}'");
            }
            // Without an era any year will do: the problem above keeps the recipe from running.
            String value = Integer.toString(era.map(YEARS.get(year)::applyAsInt).orElse(0));
            filled = filled.with(new Setting(option.name(), position, Scalar.of(value, false, position)));
        }
        return filled;
    }
}
