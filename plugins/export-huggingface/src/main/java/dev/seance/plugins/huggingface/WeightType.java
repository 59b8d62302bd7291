// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.huggingface;

import dev.seance.kit.safetensors.TensorType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

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
        if (this == FP32) {
            return fp32;
        }
        ByteBuffer in = fp32.order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer out = ByteBuffer.allocate(in.remaining() / 2).order(ByteOrder.LITTLE_ENDIAN);
        while (in.hasRemaining()) {
            out.putShort(bf16(in.getInt()));
        }
        return out.flip();
    }

    /** The upper half of the bits, rounded; what is no number stays none. */
    static short bf16(int bits) {
        if (Float.isNaN(Float.intBitsToFloat(bits))) {
            return (short) (bits >>> 16 | 0x40);
        }
        return (short) (bits + 0x7FFF + (bits >>> 16 & 1) >>> 16);
    }
}
