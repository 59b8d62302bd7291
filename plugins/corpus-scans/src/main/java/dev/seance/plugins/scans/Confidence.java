// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.scans;

/** How sure a program is of what it read. */
final class Confidence {

    private Confidence() {}

    /**
     * The confidence that a file states, as a number from 0 to 1.
     *
     * @param name what the file calls it
     * @param most what stands for certainty: 1, or 100
     * @throws BadPage when it is no number from 0 to that
     */
    static double of(String name, String stated, int most) throws BadPage {
        double value;
        try {
            value = Double.parseDouble(stated.strip());
        } catch (NumberFormatException e) {
            value = Double.NaN;
        }
        if (value >= 0 && value <= most) {
            return value / most;
        }
        throw new BadPage(
                "impossible word confidence",
                name + " '" + stated + "' is not in 0.." + most,
                "correct the value, or take the attribute out",
                0);
    }
}
