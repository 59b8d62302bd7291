// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters;

/** What becomes of a document whose year nobody knows. */
public enum Undated {
    /** It goes: better fewer books than one of the wrong century. */
    DROP,
    /** It stays: for collections known to be of the era as a whole. */
    KEEP
}
