// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.lint;

/** What to make of a finding. */
enum Verdict {
    /** Nothing to do. */
    OK,
    /** Worth a look; whether it matters depends on what the vocabulary is for. */
    LOOK,
    /** The vocabulary is broken. */
    FAIL;

    String inWords() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
