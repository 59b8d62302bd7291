// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.safetensors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class HalfTest {

    @Test
    void everyHalfIsItselfAgain() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            float value = Half.toFloat((short) bits);
            if (!Float.isNaN(value)) {
                assertThat(Half.of(value)).as("%x", bits).isEqualTo((short) bits);
            }
        }
        assertThat(Half.toFloat(Half.of(Float.NaN))).isNaN();
    }

    @Test
    void theNearestIsTaken() {
        assertThat(Half.toFloat((short) 0x3C00)).isEqualTo(1f);
        assertThat(Half.toFloat((short) 0x7BFF)).isEqualTo(Half.MAX);
        assertThat(Half.of(1 + 0x1p-11f)).as("a tie goes to the even one").isEqualTo((short) 0x3C00);
        assertThat(Half.of(1 + 0x3p-11f)).isEqualTo((short) 0x3C02);
        assertThat(Half.of(65519.996f)).isEqualTo((short) 0x7BFF);
        assertThat(Half.of(65520)).as("infinity").isEqualTo((short) 0x7C00);
        long seed = 11;
        Random random = new Random(seed);
        for (int i = 0; i < 100_000; i++) {
            float value = (float) (random.nextGaussian() * Math.pow(2, random.nextInt(40) - 28));
            int near = Half.of(value);
            double off = Math.abs((double) Half.toFloat((short) near) - value);
            for (int step : new int[] {-1, 1}) {
                double other = Math.abs((double) Half.toFloat((short) (near + step)) - value);
                // The neighbours of zero and of infinity are no numbers.
                if (Double.isFinite(other)) {
                    assertThat(off).as("%s, seed %d", value, seed).isLessThanOrEqualTo(other);
                }
            }
        }
    }
}
