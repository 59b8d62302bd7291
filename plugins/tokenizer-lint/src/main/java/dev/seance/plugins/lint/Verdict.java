// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.lint;

/** What to make of a finding. */
enum Verdict {
    /** Nothing to do. */
    OK,
    /** Perhaps a problem; it depends on what the vocabulary is for. */
    WARN,
    /** The vocabulary is broken. */
    FAIL;

    String inWords() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
