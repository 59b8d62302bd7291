// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

/** Passes over the training data, each in an order of its own. */
@FunctionalInterface
interface Epochs {

    /**
     * The rows of a pass. The same number gives the same rows in the same order, so a training that goes on after an
     * interruption needs to remember nothing but its step.
     *
     * @param number from 0
     */
    Rows epoch(int number);
}
