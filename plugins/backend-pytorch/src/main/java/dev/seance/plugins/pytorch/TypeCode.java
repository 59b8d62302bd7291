// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import dev.seance.api.model.Precision;

/** libtorch's numbers for tensor types, as its {@code ScalarType} lists them. */
final class TypeCode {
    private static final int FLOAT32 = 6;
    private static final int BFLOAT16 = 15;

    private TypeCode() {}

    static int of(Precision precision) {
        return switch (precision) {
            case FP32 -> FLOAT32;
            case BF16 -> BFLOAT16;
        };
    }
}
