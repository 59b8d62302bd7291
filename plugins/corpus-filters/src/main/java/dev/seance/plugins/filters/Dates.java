// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters;

/** What becomes of a document whose catalogue date is a range, or is uncertain. */
public enum Dates {
    /** The year it is filed under decides. */
    LENIENT,
    /** All years that the catalogue's date may mean must be in the era. */
    STRICT
}
