// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.safetensors;

/** Numbers of IEEE 754 binary16 (5 bits of exponent, 10 of fraction), which Java 17 does not know. */
public final class Half {

    /** The largest. */
    public static final float MAX = 65504;

    private Half() {}

    /** The nearest, ties to even; what is beyond the largest becomes infinite. */
    public static short of(float value) {
        int sign = Float.floatToRawIntBits(value) >>> 16 & 0x8000;
        float size = Math.abs(value);
        if (Float.isNaN(value)) {
            return (short) (sign | 0x7E00);
        }
        if (size >= MAX + 16) {
            return (short) (sign | 0x7C00);
        }
        if (size < 0x1p-14f) {
            // Subnormal: a multiple of 2^-24.
            return (short) (sign | (int) Math.rint(size * 0x1p24));
        }
        int bits = Float.floatToRawIntBits(size);
        bits += 0xFFF + (bits >>> 13 & 1);
        return (short) (sign | (bits >>> 13) - (112 << 10));
    }

    /** Exact; what is no number stays none. */
    public static float toFloat(short half) {
        int sign = (half & 0x8000) << 16;
        int exponent = half >>> 10 & 0x1F;
        int fraction = half & 0x3FF;
        if (exponent == 0) {
            // Zero and what is below the least normal number: so many times 2^-24.
            return Float.intBitsToFloat(sign | Float.floatToRawIntBits(fraction * 0x1p-24f));
        }
        // Infinity and NaN have the highest exponent in both; otherwise the two biases differ by 127 - 15.
        int wide = exponent == 0x1F ? 0xFF : exponent + 112;
        return Float.intBitsToFloat(sign | wide << 23 | fraction << 13);
    }
}
