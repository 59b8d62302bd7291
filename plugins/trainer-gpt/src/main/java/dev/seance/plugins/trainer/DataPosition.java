// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

/**
 * A position in the training data.
 *
 * @param epoch from 0
 * @param sequence how many sequences of the epoch have been trained on; all of them at its end
 */
record DataPosition(int epoch, long sequence) {

    static final DataPosition START = new DataPosition(0, 0);
}
