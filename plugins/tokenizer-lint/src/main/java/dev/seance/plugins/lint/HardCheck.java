// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.lint;

/** The checks that can fail a run when they find anything at all: what no vocabulary may get wrong. */
public enum HardCheck {
    ALPHABET,
    IDS,
    ROUND_TRIP,
    DUPLICATES,
    SPECIAL_TOKENS
}
