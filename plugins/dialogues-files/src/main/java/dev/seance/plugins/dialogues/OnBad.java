// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.dialogues;

/** What becomes of rows that are no conversation. */
public enum OnBad {
    /** The step fails, naming them. */
    FAIL,
    /** They are left out, counted and named. */
    SKIP
}
