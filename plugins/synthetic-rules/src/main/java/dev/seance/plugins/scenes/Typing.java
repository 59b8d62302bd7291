// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.scenes;

import java.util.Locale;

/** How people type: not all of them begin with a capital and end with a mark. */
final class Typing {

    private Typing() {}

    /** The question as somebody may type it. */
    static String of(String question, Expansion expansion) {
        if (expansion.chance(0.15)) {
            return unmarked(question).toLowerCase(Locale.ROOT);
        }
        if (expansion.chance(0.12)) {
            return unmarked(question);
        }
        return expansion.chance(0.06) ? question.toLowerCase(Locale.ROOT) : question;
    }

    private static String unmarked(String question) {
        return question.replaceAll("[.!?]+$", "");
    }
}
