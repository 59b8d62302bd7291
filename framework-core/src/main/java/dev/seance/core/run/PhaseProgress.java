// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.run;

import java.util.OptionalDouble;

/** How far a phase of a step is, and how long the rest may take. Not safe for use by several threads. */
final class PhaseProgress {

    private String name = "";
    private String unit = "";
    private String state = "";
    private long total = -1;
    private long done;
    // Where the rate is measured from: the first units, which a resumed step has from its last execution, took no time.
    private long first = -1;
    private long firstAt;

    /** @param newTotal how many units there will be, or -1 */
    void begin(String newName, long newTotal, String newUnit) {
        name = newName;
        total = newTotal;
        unit = newUnit;
        state = "";
        done = 0;
        first = -1;
    }

    /** @param now in nanoseconds of {@link System#nanoTime} */
    void advance(long units, long now) {
        done += units;
        if (first < 0) {
            first = done;
            firstAt = now;
        }
    }

    void state(String text) {
        state = text;
    }

    /** At the rate so far; empty while there is none, or no end. */
    OptionalDouble secondsLeft(long now) {
        return first >= 0 && done > first && done < total
                ? OptionalDouble.of((now - firstAt) / 1e9 / (done - first) * (total - done))
                : OptionalDouble.empty();
    }

    String name() {
        return name;
    }

    String unit() {
        return unit;
    }

    String state() {
        return state;
    }

    long total() {
        return total;
    }

    long done() {
        return done;
    }
}
