// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.recipe;

import java.util.Objects;

/**
 * An entry of {@code llms}: a language model that steps may ask.
 *
 * @param name what steps call it
 * @param provider the provider's name; nobody checked that there is one
 * @param model the model's name at the service
 * @param terms what it costs and how hard it may be pressed
 * @param options the provider's options as written
 * @param position where the entry's name stands
 * @param providerPosition where the provider's name stands
 */
public record LlmChoice(
        String name,
        String provider,
        String model,
        LlmTerms terms,
        Settings options,
        Position position,
        Position providerPosition) {

    public LlmChoice {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(provider, "provider");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(terms, "terms");
        Objects.requireNonNull(options, "options");
        Objects.requireNonNull(position, "position");
        Objects.requireNonNull(providerPosition, "providerPosition");
    }
}
