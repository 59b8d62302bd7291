// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.safetensors;

import java.util.Arrays;
import java.util.Optional;

/** The number formats a safetensors file may hold that Seance reads and writes. */
public enum TensorType {
    F32(4),
    F16(2),
    BF16(2),
    I64(8),
    I32(4);

    private final int bytes;

    TensorType(int bytes) {
        this.bytes = bytes;
    }

    /** Bytes of one number. */
    public int bytes() {
        return bytes;
    }

    static Optional<TensorType> named(String name) {
        return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
    }
}
