// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plan;

import dev.seance.api.plugin.OptionDescriptor;
import dev.seance.core.plugins.InstalledExtension;
import dev.seance.core.recipe.Era;
import dev.seance.core.recipe.Position;
import dev.seance.core.recipe.Problems;
import dev.seance.core.recipe.Scalar;
import dev.seance.core.recipe.Setting;
import dev.seance.core.recipe.Settings;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Fills in options whose default is of the recipe's era ({@code ${era.from}}, {@code ${era.to}}, {@code ${era.language}}):
 * it stands once in the recipe, and every filter that needs it takes it from there.
 */
public final class EraDefaults {

    private static final String LANGUAGE = "${era.language}";

    private static final Map<String, Function<Era, Optional<String>>> VALUES = Map.of(
            "${era.from}",
            era -> Optional.of(Integer.toString(era.from())),
            "${era.to}",
            era -> Optional.of(Integer.toString(era.to())),
            LANGUAGE,
            Era::language);

    private EraDefaults() {}

    /** The settings with what the era says where the recipe says nothing, or a problem when the era says nothing either. */
    public static Settings fillIn(
            InstalledExtension extension, Settings settings, Position position, Optional<Era> era, Problems problems) {
        Settings filled = settings;
        for (OptionDescriptor option : extension.options().options()) {
            String reference = option.defaultValue().filter(VALUES::containsKey).orElse("");
            if (reference.isEmpty() || settings.entry(option.name()).isPresent()) {
                continue;
            }
            Optional<String> value = era.flatMap(VALUES.get(reference));
            if (value.isEmpty()) {
                problems.add(
                        position,
                        extension.title() + " needs '" + option.name() + "'; give it, or "
                                + (era.isEmpty() ? "an era" : "an era with a language")
                                + " at the top of the recipe, such as 'era: {from: 1837, to: 1901"
                                + (reference.equals(LANGUAGE) ? ", language: English" : "") + "}'");
            }
            // Without an era any value of its kind will do: the problem above keeps the recipe from running.
            String filler = reference.equals(LANGUAGE) ? "English" : "0";
            filled =
                    filled.with(new Setting(option.name(), position, Scalar.of(value.orElse(filler), false, position)));
        }
        return filled;
    }
}
