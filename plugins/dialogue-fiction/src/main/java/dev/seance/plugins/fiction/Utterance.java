// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.fiction;

import java.util.Objects;

/**
 * What one person says in one go, narration left out.
 *
 * @param start where it begins in the document
 * @param end one past its last character
 * @param text what is said, as one piece of prose
 * @param words how many words that is
 * @param attribution what stands beside it
 * @param gap words of narration since the utterance before
 * @param link how it stands to the utterance before
 */
record Utterance(int start, int end, String text, long words, Attribution attribution, long gap, Link link) {

    /** How an utterance stands to the one before. */
    enum Link {
        /** By the conventions of print another person's turn. */
        TURN,
        /** Nobody can tell, or something lies between: a chapter, a lost quotation mark. */
        BREAK
    }

    Utterance {
        Objects.requireNonNull(attribution, "attribution");
        Objects.requireNonNull(link, "link");
    }

    Speaker speaker() {
        return attribution.speaker();
    }
}
