// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.nanochatfiles;

/** The number format of the tables that tokens are looked up in. */
public enum TableType {
    /** Half the size; the nearest of the numbers there are, ties to even. */
    BF16(TorchType.BFLOAT16),
    /** As they were trained. */
    FP32(TorchType.FLOAT32);

    private final TorchType type;

    TableType(TorchType type) {
        this.type = type;
    }

    TorchType type() {
        return type;
    }
}
