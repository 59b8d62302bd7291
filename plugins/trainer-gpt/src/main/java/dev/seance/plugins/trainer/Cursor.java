// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

/**
 * A place in the training data.
 *
 * @param epoch the pass, from 0
 * @param row how many of its rows have been learnt from; all of them at the end of a pass
 */
record Cursor(int epoch, long row) {

    static final Cursor START = new Cursor(0, 0);
}
