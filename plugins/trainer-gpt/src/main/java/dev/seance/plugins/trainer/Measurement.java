// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import dev.seance.api.model.Loss;

/**
 * What a validation found.
 *
 * @param loss the loss over tokens that spell something
 * @param bytes the bytes they spell
 * @param rows rows measured
 */
record Measurement(Loss loss, long bytes, int rows) {

    double bitsPerByte() {
        return loss.bitsPerByte(bytes);
    }
}
