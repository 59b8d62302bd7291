// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command;

import dev.seance.api.run.UserError;
import dev.seance.core.options.BoundOptions;
import dev.seance.core.options.OptionsBinder;
import dev.seance.core.plugins.ExtensionKind;
import dev.seance.core.plugins.InstalledExtension;
import dev.seance.core.plugins.PluginCatalog;
import dev.seance.core.recipe.OptionArguments;
import dev.seance.core.recipe.Problems;
import dev.seance.core.recipe.Settings;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Which extension of a kind, and with which options, a command uses that has no recipe to say so. */
public final class ExtensionChoice {

    private ExtensionChoice() {}

    /**
     * The extension of a name; without one the only extension of its kind, or the one that the installation declares as
     * the default ({@link dev.seance.core.installation.Installation#defaultExtension}).
     *
     * @param option the option that gives the name, for messages: {@code --tokenizer}
     * @throws UserError when there is none, or several and no default
     */
    public static InstalledExtension of(
            CommandRuntime runtime, ExtensionKind kind, Optional<String> name, String option) {
        PluginCatalog catalog = runtime.host().catalog();
        if (name.isPresent()) {
            return catalog.find(kind, name.get())
                    .orElseThrow(
                            () -> new UserError(option + " " + name.get() + ": " + catalog.absence(kind, name.get())));
        }
        List<InstalledExtension> all = catalog.extensions(kind);
        Optional<InstalledExtension> declared =
                runtime.installation().defaultExtension(kind.key()).flatMap(found -> catalog.find(kind, found));
        return declared.orElseGet(() -> only(all, kind, option));
    }

    private static InstalledExtension only(List<InstalledExtension> all, ExtensionKind kind, String option) {
        if (all.size() == 1) {
            return all.get(0);
        }
        throw new UserError(
                all.isEmpty()
                        ? "no " + kind.noun() + " is installed; see: seance plugins list"
                        : "there are several " + kind.plural() + " ("
                                + all.stream().map(InstalledExtension::name).collect(Collectors.joining(", "))
                                + "); choose one with " + option + " NAME");
    }

    /**
     * An extension's options as a command line gives them.
     *
     * @param given as {@code --with} has them, KEY=VALUE
     * @throws UserError with all mistakes in them
     */
    public static Record options(InstalledExtension extension, List<String> given) {
        return options(extension, given, settings -> settings);
    }

    /**
     * The same with settings that the command itself has for the extension.
     *
     * @param more adds these
     */
    public static Record options(InstalledExtension extension, List<String> given, UnaryOperator<Settings> more) {
        Problems problems = new Problems();
        Settings settings = more.apply(OptionArguments.read("--with", given, problems));
        Optional<BoundOptions> bound = OptionsBinder.bind(extension.title(), extension.options(), settings, problems);
        CommandProblems mistakes = new CommandProblems();
        mistakes.addAll(problems);
        mistakes.throwIfAny();
        return bound.orElseThrow().record();
    }
}
