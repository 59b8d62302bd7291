// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.options;

import dev.seance.api.plugin.OptionsDescriptor;
import dev.seance.core.recipe.Problems;
import dev.seance.core.recipe.Settings;
import dev.seance.core.recipe.Source;
import java.util.Optional;

/** Binds settings to options records: strictly, totally, and telling all mistakes at once. */
public final class OptionsBinder {

    private OptionsBinder() {}

    /**
     * Binds what a recipe gives.
     *
     * @param owner whose options they are, as messages call it: {@code tokenizer 'bpe'}
     * @param settings the options as written
     * @param problems receives every mistake, at the place where it stands; one that the record's constructor finds, by
     *     an {@code IllegalArgumentException} or a {@code UserError}, at the place of the whole mapping
     * @return empty when there is a mistake among the settings, whoever found it
     * @throws IllegalStateException when a default does not fit its own option, or the constructor fails in another
     *     way: a bug of the plugin
     */
    public static Optional<BoundOptions> bind(
            String owner, OptionsDescriptor descriptor, Settings settings, Problems problems) {
        try {
            return new RecordBinder(owner, "", descriptor, problems).bind(settings);
        } catch (LinkageError e) { // static code of an option's type failed, or a library is missing
            throw new IllegalStateException(
                    owner + ": its options cannot be constructed: " + (e.getCause() == null ? e : e.getCause()), e);
        }
    }

    /**
     * Binds the defaults alone, for tools that work without a recipe.
     *
     * @throws dev.seance.core.recipe.InvalidRecipe when an option is required
     */
    public static BoundOptions defaults(String owner, OptionsDescriptor descriptor) {
        Problems problems = new Problems();
        Settings none = Settings.none(Source.argument("--options").at(1, 1));
        Optional<BoundOptions> bound = bind(owner, descriptor, none, problems);
        problems.throwIfAny();
        return bound.orElseThrow();
    }
}
