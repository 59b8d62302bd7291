// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.synthesis;

/** Stands for texts that are not there yet in forecasts of what a request costs. */
final class Typical {

    /** As long as the words of English books are, with a blank. */
    private static final String WORD = "words ";

    private Typical() {}

    /** A text of so many words. */
    static String words(int count) {
        return WORD.repeat(count).strip();
    }
}
