// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

/**
 * What the validations of a training have found so far.
 *
 * @param before bits per byte of the untrained model; NaN where not measured
 * @param best least bits per byte; NaN where not measured
 * @param bestStep the step after which that was; -1 where not measured
 * @param since how many validations did not better it
 */
record Validations(double before, double best, long bestStep, long since) {

    static final Validations NONE = new Validations(Double.NaN, Double.NaN, -1, 0);

    /** With one more, after a step. */
    Validations and(double bitsPerByte, long step) {
        if (bestStep < 0) {
            return new Validations(bitsPerByte, bitsPerByte, step, 0);
        }
        return bitsPerByte < best
                ? new Validations(before, bitsPerByte, step, 0)
                : new Validations(before, best, bestStep, since + 1);
    }
}
