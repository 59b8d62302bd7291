// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plan;

import java.util.Map;
import java.util.Objects;

/**
 * A language model that steps may ask.
 *
 * @param provider what opens a client to it
 * @param model its name at the service
 */
public record PlannedLlm(BoundExtension provider, String model) {

    public PlannedLlm {
        Objects.requireNonNull(provider, "provider");
        Objects.requireNonNull(model, "model");
    }

    /** Adds what answers depend on; not the plugin's version, for a new one is no reason to pay for all of them again. */
    void addTo(Map<String, String> keyInputs, String prefix) {
        keyInputs.put(prefix, provider.extension().name() + " " + model);
        provider.extension()
                .options()
                .keyInputs(provider.options().effective())
                .forEach((name, value) -> keyInputs.put(prefix + " option " + name, value));
    }
}
