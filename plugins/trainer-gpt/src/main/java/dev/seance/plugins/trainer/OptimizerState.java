// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

/** What the optimiser's moments begin with. */
public enum OptimizerState {
    /** Zero. */
    FRESH,
    /** Those of the training before. */
    WARM
}
