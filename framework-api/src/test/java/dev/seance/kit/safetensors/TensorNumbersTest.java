// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TensorNumbersTest {

    @Test
    void bf16IsTheNearestThereIs() {
        Random random = new Random(7);
        for (int i = 0; i < 10_000; i++) {
            float value = Float.intBitsToFloat(random.nextInt());
            if (Float.isFinite(value) && Math.abs(value) < 3e38f) {
                float half = Float.intBitsToFloat(TensorNumbers.bf16(Float.floatToIntBits(value)) << 16);
                assertThat(Math.abs((double) half - value))
                        .as("%s", value)
                        .isLessThanOrEqualTo(Math.abs(value) * 0x1p-8 + Float.MIN_NORMAL * 0x1p-7);
            }
        }
        assertThat(Float.intBitsToFloat(TensorNumbers.bf16(Float.floatToIntBits(Float.NaN)) << 16))
                .isNaN();
    }

    @Test
    void bf16AndBackIsTheSame() {
        ByteBuffer halves = ByteBuffer.allocate(1 << 17).order(ByteOrder.LITTLE_ENDIAN);
        for (int bits = 0; bits < 1 << 16; bits++) {
            boolean number = !Float.isNaN(Float.intBitsToFloat(bits << 16));
            halves.putShort((short) (number ? bits : 0));
        }
        halves.flip();
        ByteBuffer wide = TensorNumbers.toFp32(halves.duplicate(), TensorType.BF16);
        assertThat(wide.remaining()).isEqualTo(1 << 18);
        assertThat(TensorNumbers.toBf16(wide)).isEqualTo(halves);
    }

    /** IEEE 754 binary16 by its definition: sign, exponent with a bias of 15, fraction of 10 bits. */
    @Test
    void everyFp16IsTheNumberItStandsFor() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            ByteBuffer one =
                    ByteBuffer.allocate(2).order(ByteOrder.LITTLE_ENDIAN).putShort(0, (short) bits);
            float found = TensorNumbers.toFp32(one, TensorType.F16).getFloat();
            int exponent = bits >> 10 & 31;
            double fraction = (bits & 1023) / 1024.0;
            double expected = exponent == 31
                    ? fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN
                    : exponent == 0 ? fraction * Math.pow(2, -14) : (1 + fraction) * Math.pow(2, exponent - 15);
            // As objects: no number is equal to none.
            assertThat(Double.valueOf(found))
                    .as("%04x", bits)
                    .isEqualTo(Double.valueOf(bits >> 15 == 0 ? expected : -expected));
        }
    }

    @Test
    void wholeNumbersAreNoRealOnes() {
        assertThatThrownBy(() -> TensorNumbers.toFp32(ByteBuffer.allocate(8), TensorType.I32))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("I32");
    }
}
