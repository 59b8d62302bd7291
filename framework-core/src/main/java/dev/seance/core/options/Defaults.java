// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.options;

import dev.seance.api.plugin.OptionDescriptor;
import dev.seance.core.recipe.Problems;
import dev.seance.core.recipe.Source;
import dev.seance.core.recipe.Value;
import java.util.Optional;

/** Binds the defaults that options declare, by the same rules as what recipes give. */
final class Defaults {

    private Defaults() {}

    /**
     * The bound default of an option.
     *
     * @throws IllegalStateException when it is no value of the option's own type: a bug of the plugin
     */
    static Bound bind(OptionDescriptor option, String name, String text) {
        Problems problems = new Problems();
        Source source = Source.argument("the default of " + name);
        Optional<Bound> bound = parse(option, text, source, problems)
                .flatMap(value -> new ValueBinder(option, name, problems).bind(value));
        return bound.orElseThrow(() -> new IllegalStateException("the default '" + text + "' of option " + name
                + " does not fit: " + problems.render().lines().findFirst().orElse("it is empty")));
    }

    private static Optional<Value> parse(OptionDescriptor option, String text, Source source, Problems problems) {
        return switch (option.type().kind()) {
            case LIST, MAP, GROUP -> Value.parse(text, source, problems);
            default -> Optional.of(Value.text(text, source));
        };
    }
}
