// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.recipe;

import dev.seance.core.step.StepKinds;
import dev.seance.core.text.NearestName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Lays a recipe's differences over the recipe it extends, and {@code --set} over both. Mappings merge key by key, in
 * the order of the parent and then of what is new; scalars and lists replace; {@code key: null} removes.
 *
 * <p>Options belong to their plugin: a step, backend or llm that names another plugin than the parent's does not
 * inherit the options of that one.
 */
final class Inheritance {

    private final Problems problems;

    Inheritance(Problems problems) {
        this.problems = problems;
    }

    Settings merge(Settings parent, Settings child) {
        return merge(parent, child, List.of());
    }

    private Settings merge(Settings parent, Settings child, List<String> path) {
        Settings merged = new Settings(inherited(parent, child, path).entries(), child.position());
        for (Setting entry : child.entries()) {
            Optional<Value> before = merged.entry(entry.key()).map(Setting::value);
            if (entry.value().isNull() && parent.entry(entry.key()).isPresent()) {
                merged = merged.without(entry.key());
            } else if (isRemoval(entry.value())) {
                problems.add(
                        entry.position(),
                        "there is no '" + entry.key() + "' to remove" + NearestName.hint(entry.key(), parent.keys()));
            } else if (entry.value() instanceof Settings after && before.orElse(null) instanceof Settings settings) {
                Settings both = merge(settings, after, below(path, entry.key()));
                merged = merged.with(new Setting(entry.key(), entry.position(), both));
            } else {
                merged = merged.with(entry);
            }
        }
        return merged;
    }

    /** Only a null that was written out removes; {@code with:} with nothing below it may be a forgotten heading. */
    private static boolean isRemoval(Value value) {
        return value.isNull() && !((Scalar) value).text().isEmpty();
    }

    /** What is left of the parent's settings once the child may have named another plugin. */
    private static Settings inherited(Settings parent, Settings child, List<String> path) {
        Settings nothing = Settings.none(parent.position());
        if (path.equals(List.of("backend"))) {
            return child.keys().equals(parent.keys()) ? parent : nothing;
        }
        if (path.size() == 2 && path.get(0).equals("llms")) {
            return names(child, "provider") && !sameText(parent, child, "provider") ? nothing : parent;
        }
        if (path.size() == 2 && path.get(0).equals("steps")) {
            for (String kind : StepKinds.keys()) {
                if (names(child, kind) && !sameText(parent, child, kind)) {
                    return parent.entry(kind).isPresent() ? parent.without("with") : nothing;
                }
            }
        }
        return parent;
    }

    private static boolean names(Settings settings, String key) {
        return settings.value(key).isPresent();
    }

    private static boolean sameText(Settings parent, Settings child, String key) {
        return text(parent, key).equals(text(child, key));
    }

    private static Optional<String> text(Settings settings, String key) {
        return settings.value(key)
                .filter(Scalar.class::isInstance)
                .map(Scalar.class::cast)
                .map(Scalar::text);
    }

    private static List<String> below(List<String> path, String key) {
        List<String> longer = new ArrayList<>(path);
        longer.add(key);
        return longer;
    }
}
