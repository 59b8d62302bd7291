// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.huggingface;

import dev.seance.kit.safetensors.TensorNumbers;
import dev.seance.kit.safetensors.TensorType;
import java.nio.ByteBuffer;

/** The number format of exported weights. */
public enum WeightType {
    /** As they were trained. */
    FP32(TensorType.F32, "float32"),
    /** Half the size; the nearest of the numbers there are, ties to even. */
    BF16(TensorType.BF16, "bfloat16");

    private final TensorType type;
    private final String torchName;

    WeightType(TensorType type, String torchName) {
        this.type = type;
        this.torchName = torchName;
    }

    TensorType type() {
        return type;
    }

    /** What PyTorch calls it. */
    String torchName() {
        return torchName;
    }

    /** Numbers in fp32, little-endian, in this format. */
    ByteBuffer convert(ByteBuffer fp32) {
        return this == FP32 ? fp32 : TensorNumbers.toBf16(fp32);
    }
}
