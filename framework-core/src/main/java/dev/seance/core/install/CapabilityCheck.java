// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.install;

import dev.seance.api.plugin.OptionDescriptor;
import dev.seance.core.options.OptionsBinder;
import dev.seance.core.plan.EraDefaults;
import dev.seance.core.plugins.ExtensionKind;
import dev.seance.core.plugins.InstalledExtension;
import dev.seance.core.recipe.Era;
import dev.seance.core.recipe.Position;
import dev.seance.core.recipe.Problem;
import dev.seance.core.recipe.Problems;
import dev.seance.core.recipe.Settings;
import dev.seance.core.recipe.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether what an extension says of itself goes together. */
public final class CapabilityCheck {

    /** Of any recipe: options may have its years and language for their defaults. */
    private static final Era ERA = new Era(1837, 1901, Optional.of("English"));

    private CapabilityCheck() {}

    /**
     * What does not go together, each to be read after the extension's title. Constructs the options record, which is the
     * only code of the plugin that runs.
     */
    public static List<String> of(InstalledExtension extension) {
        List<String> found = new ArrayList<>();
        if (extension.readsOwnTexts() && !takesOnlyAPath(extension)) {
            found.add(
                    "says that it reads a folder of anybody's texts, and is no corpus source whose one required option"
                            + " is 'path'");
        }
        found.addAll(options(extension));
        return found;
    }

    private static boolean takesOnlyAPath(InstalledExtension extension) {
        List<String> required = required(extension);
        return extension.kind() == ExtensionKind.CORPUS && required.equals(List.of("path"));
    }

    private static List<String> required(InstalledExtension extension) {
        return extension.options().options().stream()
                .filter(OptionDescriptor::required)
                .map(OptionDescriptor::name)
                .toList();
    }

    /** Its defaults by themselves and, where nothing is required beside them, all together. */
    private static List<String> options(InstalledExtension extension) {
        Problems problems = new Problems();
        Position nowhere = Source.argument("the defaults").at(1, 1);
        try {
            Settings settings =
                    EraDefaults.fillIn(extension, Settings.none(nowhere), nowhere, Optional.of(ERA), problems);
            OptionsBinder.bind(extension.title(), extension.options(), settings, problems);
        } catch (IllegalStateException e) {
            return List.of("has options that contradict themselves: " + e.getMessage());
        }
        return required(extension).isEmpty()
                ? problems.all().stream()
                        .map(Problem::message)
                        .map(message -> "refuses its own defaults: " + message)
                        .toList()
                : List.of();
    }
}
