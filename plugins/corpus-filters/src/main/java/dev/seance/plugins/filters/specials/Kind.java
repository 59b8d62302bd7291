// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters.specials;

/** What was removed, in the order in which reasons name it. */
enum Kind {
    TOKENS("special tokens"),
    CONTROL("control"),
    ZERO_WIDTH("zero-width"),
    PRIVATE_USE("private-use");

    private final String title;

    Kind(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }
}
