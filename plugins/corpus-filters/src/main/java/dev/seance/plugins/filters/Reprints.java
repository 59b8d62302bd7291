// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters;

/** What becomes of a document that seems to be a later edition of an earlier work. */
public enum Reprints {
    /** It is kept, and flagged. */
    KEEP,
    /** It is dropped: its language may be of an earlier time than its year. */
    DROP
}
