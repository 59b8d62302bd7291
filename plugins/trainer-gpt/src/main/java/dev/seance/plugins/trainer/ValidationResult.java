// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import dev.seance.api.model.Loss;

/**
 * The result of a validation.
 *
 * @param loss the loss over tokens that stand for bytes
 * @param bytes the bytes that they stand for
 * @param sequences sequences scored
 */
record ValidationResult(Loss loss, long bytes, int sequences) {

    double bitsPerByte() {
        return loss.bitsPerByte(bytes);
    }
}
