// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters;

/** What becomes of a document without a year. */
public enum Undated {
    /** It is dropped: better fewer books than one of the wrong century. */
    DROP,
    /** It is kept: for collections known to be of the era as a whole. */
    KEEP
}
