// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.model;

/** The number format in which a model's weights are read where it writes token by token, which takes no other time to speak of. */
public enum WeightFormat {
    FP32(4),
    BF16(2),
    FP16(2),
    /** Each row of a matrix in 255 equal steps, and what it is multiplied by in 8 bits too. */
    INT8(1);

    private final int bytes;

    WeightFormat(int bytes) {
        this.bytes = bytes;
    }

    /** Bytes of a weight; scales are not counted. */
    public int bytes() {
        return bytes;
    }
}
