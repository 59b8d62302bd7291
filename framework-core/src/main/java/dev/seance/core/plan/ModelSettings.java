// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plan;

import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.ModelFamily;
import dev.seance.core.options.OptionsBinder;
import dev.seance.core.plugins.ExtensionKind;
import dev.seance.core.plugins.InstalledExtension;
import dev.seance.core.plugins.PluginHost;
import dev.seance.core.recipe.Problems;
import dev.seance.core.recipe.Scalar;
import dev.seance.core.recipe.Setting;
import dev.seance.core.recipe.Settings;
import java.util.List;
import java.util.Optional;

/** A {@code model:} as a recipe gives it: one key names the family, and the others are options of that family. */
public final class ModelSettings {

    /** The key that names the family. */
    public static final String ARCHITECTURE = "architecture";

    private final PluginHost host;
    private final Problems problems;

    /** @param problems receives every mistake, at its place */
    public ModelSettings(PluginHost host, Problems problems) {
        this.host = host;
        this.problems = problems;
    }

    /**
     * Finds the family and binds its options.
     *
     * @param owner whose settings they are, for messages: {@code the model of step 'base'}
     * @return empty when there is a mistake, which was noted
     */
    public Optional<BoundExtension> bind(String owner, Settings model) {
        Optional<Setting> named = model.entry(ARCHITECTURE);
        if (named.isEmpty() || named.get().value().isNull()) {
            problems.add(
                    named.map(Setting::position).orElse(model.position()),
                    owner + " needs an '" + ARCHITECTURE + "' ("
                            + (names().isEmpty() ? "none is installed" : "have: " + String.join(", ", names())) + ")");
            return Optional.empty();
        }
        if (!(named.get().value() instanceof Scalar name)) {
            problems.add(
                    named.get().value().position(),
                    ARCHITECTURE + " takes a name, not " + named.get().value().inWords());
            return Optional.empty();
        }
        if (problems.concern(name)) {
            return Optional.empty();
        }
        Optional<InstalledExtension> family = host.catalog().find(ExtensionKind.ARCHITECTURE, name.text());
        if (family.isEmpty()) {
            problems.add(name.position(), host.catalog().absence(ExtensionKind.ARCHITECTURE, name.text()));
            return Optional.empty();
        }
        return OptionsBinder.bind(owner, family.get().options(), model.without(ARCHITECTURE), problems)
                .map(options -> new BoundExtension(family.get(), options));
    }

    /** The names of the families there are. */
    List<String> names() {
        return host.families().names();
    }

    /**
     * The model that bound settings give with a vocabulary of that size.
     *
     * @throws IllegalArgumentException when the numbers do not fit each other
     */
    public ModelConfig config(BoundExtension model, int vocabularySize) {
        String architecture = model.extension().name();
        @SuppressWarnings("unchecked") // its options were bound to the record it is described with
        ModelFamily<Record> family = (ModelFamily<Record>) host.families().family(architecture);
        return host.families()
                .config(architecture, family.dimensions(model.options().record(), vocabularySize));
    }
}
