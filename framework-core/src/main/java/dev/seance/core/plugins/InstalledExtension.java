// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plugins;

import dev.seance.api.plugin.ExtensionSpec;
import dev.seance.api.plugin.OptionsDescriptor;
import java.util.List;
import java.util.Objects;
import org.pf4j.ExtensionPoint;

/**
 * An extension as it can be known without running any of its code.
 *
 * @param plugin the plugin it is in
 * @param kind the point it extends
 * @param name what recipes call it, unique in its kind
 * @param summary one sentence
 * @param options its options
 * @param inputs the artifacts its step takes; kinds not listed are refused
 * @param type its class, loaded but not initialised
 */
public record InstalledExtension(
        InstalledPlugin plugin,
        ExtensionKind kind,
        String name,
        String summary,
        OptionsDescriptor options,
        List<InputSpec> inputs,
        Class<? extends ExtensionPoint> type) {

    public InstalledExtension {
        Objects.requireNonNull(plugin, "plugin");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(summary, "summary");
        Objects.requireNonNull(options, "options");
        inputs = List.copyOf(inputs);
        Objects.requireNonNull(type, "type");
    }

    /** The programs of the machine that it calls. */
    public List<String> programs() {
        ExtensionSpec spec = type.getAnnotation(ExtensionSpec.class);
        return spec == null ? List.of() : List.of(spec.programs());
    }

    /** Whether it is a corpus source that may stand in for one that reads no folder. */
    public boolean readsOwnTexts() {
        ExtensionSpec spec = type.getAnnotation(ExtensionSpec.class);
        return spec != null && spec.readsOwnTexts();
    }

    /** What messages call it: {@code tokenizer 'bpe'}. */
    public String title() {
        return kind.noun() + " '" + name + "'";
    }
}
