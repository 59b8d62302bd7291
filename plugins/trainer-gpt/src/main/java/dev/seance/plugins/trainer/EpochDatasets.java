// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

/** The datasets of successive epochs, each in an order of its own. */
@FunctionalInterface
interface EpochDatasets {

    /**
     * The dataset of one epoch. The same number gives the same sequences in the same order, so an interrupted training
     * has to remember nothing but its step.
     *
     * @param number from 0
     */
    SequenceDataset epoch(int number);
}
