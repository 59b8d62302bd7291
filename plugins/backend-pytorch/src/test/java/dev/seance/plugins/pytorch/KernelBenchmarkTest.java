// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** How the peak is found, on devices that only tell how long their products take. */
class KernelBenchmarkTest {

    /** A device that multiplies at a rate, waits so long for every answer, and once so long for each new size. */
    private static final class Device implements KernelBenchmark.Products {
        private final double flops;
        private final double wait;
        private final double loading;
        private int size;
        private double now;

        Device(double flops, double wait, double loading) {
            this.flops = flops;
            this.wait = wait;
            this.loading = loading;
        }

        @Override
        public double one(int n) {
            size = n;
            now += loading;
            return again(1);
        }

        @Override
        public double again(int times) {
            double seconds = wait + times * KernelBenchmark.flops(size) / flops;
            now += seconds;
            return seconds;
        }

        double measured(int largest) {
            return KernelBenchmark.matmulFlops(this, largest, () -> (long) (now * 1e9));
        }
    }

    @Test
    void aGpuIsFilledHoweverLongItWaitsAndLoadsKernels() {
        Device h100 = new Device(760e12, 60e-6, 0.2);
        assertThat(h100.measured(KernelBenchmark.LARGEST_GPU)).isCloseTo(760e12, within(0.02 * 760e12));
        assertThat(h100.size).isGreaterThanOrEqualTo(8192);
    }

    @Test
    void aProcessorEndsInTimeWithWhatItHas() {
        Device slow = new Device(1e9, 1e-5, 0);
        assertThat(slow.measured(KernelBenchmark.LARGEST_CPU)).isCloseTo(1e9, within(0.01 * 1e9));
        assertThat(slow.now).isLessThan(1.5);
        Device busy = new Device(500e9, 1e-5, 0.2);
        busy.measured(KernelBenchmark.LARGEST_CPU);
        assertThat(busy.size).isLessThan(4096);
    }
}
