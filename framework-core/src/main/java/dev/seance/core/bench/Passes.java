// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.bench;

import java.io.IOException;

/**
 * How often a thing is done: first some times unmeasured, until Java has compiled it and the caches are filled, then
 * some times measured.
 *
 * @param warmUp how often unmeasured
 * @param measured how often measured, at least once
 */
public record Passes(int warmUp, int measured) {

    /** Some work. */
    public interface Work {
        void run() throws IOException;
    }

    public Passes {
        if (warmUp < 0 || measured < 1) {
            throw new IllegalArgumentException(warmUp + " passes to warm up and " + measured + " measured");
        }
    }

    /** The seconds each measured pass took. */
    public double[] seconds(Work work) throws IOException {
        for (int pass = 0; pass < warmUp; pass++) {
            work.run();
        }
        double[] seconds = new double[measured];
        for (int pass = 0; pass < measured; pass++) {
            long began = System.nanoTime();
            work.run();
            seconds[pass] = Math.max(System.nanoTime() - began, 1) / 1e9;
        }
        return seconds;
    }

    /** How many of something a second each measured pass did. */
    public double[] rates(double amount, Work work) throws IOException {
        double[] rates = seconds(work);
        for (int pass = 0; pass < rates.length; pass++) {
            rates[pass] = amount / rates[pass];
        }
        return rates;
    }
}
