// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plan;

import dev.seance.api.plugin.OptionDescriptor;
import dev.seance.api.synthesis.LlmGateway;
import dev.seance.core.options.BoundOptions;
import dev.seance.core.plugins.InstalledExtension;
import dev.seance.core.plugins.PluginHost;
import dev.seance.kit.stage.ExtensionRef;
import dev.seance.kit.stage.OptionValues;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.pf4j.ExtensionPoint;

/**
 * An extension with the options a recipe gives it.
 *
 * @param extension which one
 * @param options its options, checked
 */
public record BoundExtension(InstalledExtension extension, BoundOptions options) {

    public BoundExtension {
        Objects.requireNonNull(extension, "extension");
        Objects.requireNonNull(options, "options");
    }

    /** What it is made of, as a value. */
    public ExtensionRef ref() {
        return new ExtensionRef(extension.plugin().id(), extension.type().getName(), OptionValues.of(options.record()));
    }

    /** Which of the recipe's language models it names, by the option that names it. */
    Map<String, String> llms() {
        Map<String, String> named = new LinkedHashMap<>();
        for (OptionDescriptor option : extension.options().options()) {
            String value = options.effective().get(option.name());
            if (option.llm() && value != null) {
                named.put(option.name(), value);
            }
        }
        return named;
    }

    /** Whether it names that one. */
    boolean asks(String llm) {
        return llms().containsValue(llm);
    }

    /** Makes an instance for planning, or for a step without language models. */
    public <T extends ExtensionPoint> T create(PluginHost host, Class<T> point) {
        return host.create(point, extension, options.record());
    }

    /** Makes an instance that may ask language models. */
    public <T extends ExtensionPoint> T create(PluginHost host, Class<T> point, LlmGateway llms) {
        return host.create(point, extension, options.record(), llms);
    }
}
