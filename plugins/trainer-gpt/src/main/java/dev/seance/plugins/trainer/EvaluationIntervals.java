// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

/**
 * How often a training is evaluated, in steps; 0 for never in between.
 *
 * @param validate between validations; there is one at the start and one at the end anyway
 * @param sample between samples; 0 for none at the end either
 */
record EvaluationIntervals(long validate, long sample) {

    /** Whether something done every so many steps is due after this one. */
    static boolean isDue(long every, long step) {
        return every > 0 && step > 0 && step % every == 0;
    }
}
