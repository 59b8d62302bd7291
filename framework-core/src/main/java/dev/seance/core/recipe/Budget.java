// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.recipe;

/**
 * What a run may cost.
 *
 * @param usd US dollars; above 0
 */
public record Budget(double usd) {

    public Budget {
        if (!(usd > 0)) {
            throw new IllegalArgumentException("budget of " + usd + " USD is not above 0");
        }
    }
}
