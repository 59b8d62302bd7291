// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plan;

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
}
