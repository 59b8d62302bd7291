// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters.anachronisms;

/** What it means that a term stands in a text of an earlier time. Of two terms that stand at one place the later kind decides. */
enum Evidence {
    /** The term has other senses, or may be somebody's name: it counts together with others. */
    CONTEXT,
    /** The term has no other sense: once is enough under the strictest tier. */
    ALWAYS,
    /** The term had an older sense, and says nothing. */
    ALLOW
}
