// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.safetensors;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Real numbers from one format of {@link TensorType} to another: F32, and the halves F16 and BF16. */
public final class TensorNumbers {

    private TensorNumbers() {}

    /** Whether {@link #toFp32} reads numbers of that type. */
    public static boolean isReal(TensorType type) {
        return type == TensorType.F32 || type == TensorType.F16 || type == TensorType.BF16;
    }

    /**
     * Numbers in fp32, which holds all those of the halves exactly.
     *
     * @param numbers little-endian, whatever order the buffer is in; used up
     * @return little-endian, ready to be read; may be the buffer that was given
     * @throws IllegalArgumentException when the type is of whole numbers
     */
    public static ByteBuffer toFp32(ByteBuffer numbers, TensorType type) {
        ByteBuffer in = numbers.order(ByteOrder.LITTLE_ENDIAN);
        if (type == TensorType.F32) {
            return in;
        }
        if (!isReal(type)) {
            throw new IllegalArgumentException(type + " holds no real numbers");
        }
        ByteBuffer out = ByteBuffer.allocate(Math.multiplyExact(in.remaining() / type.bytes(), Float.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        while (in.remaining() >= type.bytes()) {
            short half = in.getShort();
            out.putFloat(type == TensorType.BF16 ? Float.intBitsToFloat(half << 16) : Half.toFloat(half));
        }
        return out.flip();
    }

    /**
     * Numbers of fp32 as bf16: the nearest there are, ties to even.
     *
     * @param fp32 little-endian, whatever order the buffer is in; used up
     * @return little-endian, ready to be read
     */
    public static ByteBuffer toBf16(ByteBuffer fp32) {
        ByteBuffer in = fp32.order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer out = ByteBuffer.allocate(in.remaining() / 2).order(ByteOrder.LITTLE_ENDIAN);
        while (in.hasRemaining()) {
            out.putShort(bf16(in.getInt()));
        }
        return out.flip();
    }

    /**
     * The upper half of the bits of an fp32 number, rounded; what is no number stays none.
     *
     * @param bits as {@link Float#floatToRawIntBits} has them
     */
    public static short bf16(int bits) {
        if (Float.isNaN(Float.intBitsToFloat(bits))) {
            return (short) (bits >>> 16 | 0x40);
        }
        return (short) (bits + 0x7FFF + (bits >>> 16 & 1) >>> 16);
    }
}
