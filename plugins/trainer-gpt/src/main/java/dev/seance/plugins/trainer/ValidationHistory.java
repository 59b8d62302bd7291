// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

/**
 * What the validations of a training have found so far.
 *
 * @param before bits per byte of the model that it started from; NaN where not measured
 * @param best least bits per byte; NaN where not measured
 * @param bestStep the step after which that was; -1 where not measured
 * @param sinceBest how many validations since then were no better
 */
record ValidationHistory(double before, double best, long bestStep, long sinceBest) {

    static final ValidationHistory NONE = new ValidationHistory(Double.NaN, Double.NaN, -1, 0);

    /** With one more, after a step. */
    ValidationHistory and(double bitsPerByte, long step) {
        if (bestStep < 0) {
            return new ValidationHistory(bitsPerByte, bitsPerByte, step, 0);
        }
        return bitsPerByte < best
                ? new ValidationHistory(before, bitsPerByte, step, 0)
                : new ValidationHistory(before, best, bestStep, sinceBest + 1);
    }
}
