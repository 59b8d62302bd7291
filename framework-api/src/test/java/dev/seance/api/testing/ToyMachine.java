// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.testing;

/**
 * What toy models run on. Every micro-batch, update and measurement and each half of a save is one tick; at a chosen
 * tick the machine dies, as a killed process would, or its losses become NaN.
 */
public final class ToyMachine {

    private long ticks;
    private long death = Long.MAX_VALUE;
    private long divergence = Long.MAX_VALUE;

    /** Thrown where a real process would be gone. */
    public static final class Died extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Died(long tick) {
            super("died at tick " + tick);
        }
    }

    public long ticks() {
        return ticks;
    }

    /** Dies at that tick, counted from 1, and only then. */
    public void dieAt(long tick) {
        death = tick;
    }

    /** From that tick on every loss is NaN. */
    public void divergeAt(long tick) {
        divergence = tick;
    }

    void tick() {
        if (++ticks == death) {
            throw new Died(ticks);
        }
    }

    double orNaN(double value) {
        return ticks >= divergence ? Double.NaN : value;
    }
}
