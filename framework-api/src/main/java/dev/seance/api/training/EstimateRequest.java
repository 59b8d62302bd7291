// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.training;

import dev.seance.api.model.ModelConfig;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * What is known of a training while planning.
 *
 * @param config the model
 * @param bytes bytes of text or dialogue it will train on, when the inputs already exist
 */
public record EstimateRequest(ModelConfig config, OptionalLong bytes) {

    public EstimateRequest {
        Objects.requireNonNull(config, "config");
        Objects.requireNonNull(bytes, "bytes");
    }
}
