// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.serving;

import dev.seance.api.model.TrainedModel;
import java.util.Objects;

/**
 * A model to serve.
 *
 * @param name what requests call it
 * @param fingerprint of the artifact: another one, other weights
 * @param model its files, its vocabulary, and the backend that loads it
 * @param origin where it came from, for people
 */
public record ServedModel(String name, String fingerprint, TrainedModel model, ModelOrigin origin) {

    public ServedModel {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(fingerprint, "fingerprint");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(origin, "origin");
        if (name.isBlank()) {
            throw new IllegalArgumentException("a model needs a name");
        }
    }
}
