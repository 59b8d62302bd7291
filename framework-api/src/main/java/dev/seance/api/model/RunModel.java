// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.model;

import java.util.Objects;

/**
 * A model that a run has made.
 *
 * @param fingerprint of the artifact: another one, other weights
 * @param model its files, its vocabulary, and the backend that loads it
 */
public record RunModel(String fingerprint, TrainedModel model) {

    public RunModel {
        Objects.requireNonNull(fingerprint, "fingerprint");
        Objects.requireNonNull(model, "model");
    }
}
