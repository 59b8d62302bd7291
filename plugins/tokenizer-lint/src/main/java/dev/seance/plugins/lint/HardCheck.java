// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.lint;

/** The checks that a recipe can make the run fail on, whatever their figure; what a vocabulary must never get wrong. */
public enum HardCheck {
    ALPHABET,
    IDS,
    ROUND_TRIP,
    DUPLICATES,
    MARKERS
}
