// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.training;

import dev.seance.api.model.ModelShape;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * What is known of a training while planning.
 *
 * @param shape the model
 * @param bytes bytes of text or dialogue it will train on, when the inputs already exist
 */
public record TrainingForecast(ModelShape shape, OptionalLong bytes) {

    public TrainingForecast {
        Objects.requireNonNull(shape, "shape");
        Objects.requireNonNull(bytes, "bytes");
    }
}
