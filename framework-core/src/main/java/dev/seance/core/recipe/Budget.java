// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.recipe;

import java.util.Objects;
import java.util.OptionalDouble;

/**
 * What a run may cost, and what its machine does.
 *
 * @param usd the most, in US dollars; above 0
 * @param usdPerHour the price of the machine, where the recipe states one; 0 or more
 */
public record Budget(double usd, OptionalDouble usdPerHour) {

    public Budget {
        Objects.requireNonNull(usdPerHour, "usdPerHour");
        if (!(usd > 0) || !(usdPerHour.orElse(0) >= 0)) {
            throw new IllegalArgumentException("budget of " + usd + " USD at " + usdPerHour + " USD an hour");
        }
    }
}
