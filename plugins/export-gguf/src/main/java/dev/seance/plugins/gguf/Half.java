// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.gguf;

/** Numbers of IEEE 754 binary16, which Java 17 does not know. */
final class Half {

    /** The largest. */
    static final float MAX = 65504;

    private Half() {}

    /** The nearest, ties to even; what is beyond the largest becomes infinite. */
    static short of(float value) {
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

    static float toFloat(short half) {
        int exponent = half >>> 10 & 0x1F;
        int fraction = half & 0x3FF;
        float size;
        if (exponent == 0) {
            size = fraction * 0x1p-24f;
        } else if (exponent == 31) {
            size = fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
        } else {
            size = Float.intBitsToFloat((exponent + 112) << 23 | fraction << 13);
        }
        return half < 0 ? -size : size;
    }
}
