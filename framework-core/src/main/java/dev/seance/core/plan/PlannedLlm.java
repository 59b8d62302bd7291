// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plan;

import dev.seance.core.recipe.LlmTerms;
import java.util.Objects;

/**
 * A language model that steps may ask.
 *
 * @param provider what opens a client to it
 * @param model its name at the service
 * @param revision which weights that name stands for, of a model on this machine; "" of a service's
 * @param terms what it costs and how hard it may be pressed
 */
public record PlannedLlm(BoundExtension provider, String model, String revision, LlmTerms terms) {

    public PlannedLlm {
        Objects.requireNonNull(provider, "provider");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(revision, "revision");
        Objects.requireNonNull(terms, "terms");
    }
}
