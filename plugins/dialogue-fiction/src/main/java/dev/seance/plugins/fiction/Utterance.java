// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.fiction;

import java.util.Objects;
import java.util.Set;

/**
 * What one person says in one go, narration left out.
 *
 * @param start where it begins in the document
 * @param end one past its last character
 * @param text what is said, as one piece of prose; "" where that is in doubt
 * @param opening what of it may answer somebody: all, or the sentences before the speaker quotes somebody
 * @param ending what of it may be answered: all, or the sentences behind such a quotation
 * @param words how many words are said in all
 * @param embedded whether it is a part of the narrator's sentence: he would be "very happy to come"
 * @param calls whom it calls by name ({@link Vocatives})
 * @param attribution what stands beside it
 * @param gap what stands between it and the utterance before
 */
record Utterance(
        int start,
        int end,
        String text,
        String opening,
        String ending,
        long words,
        boolean embedded,
        Set<String> calls,
        Attribution attribution,
        Gap gap) {

    Utterance {
        Objects.requireNonNull(attribution, "attribution");
        Objects.requireNonNull(gap, "gap");
    }

    /** Whether it is the speaker's own from the first word to the last. */
    boolean isWhole() {
        return opening.equals(text);
    }

    Speaker speaker() {
        return attribution.speaker();
    }

    /** Whether it calls somebody by his name: "Come, Mary, ..." */
    boolean addresses(Speaker somebody) {
        return somebody.isNamed()
                && (calls(somebody.lastWord())
                        || PersonWords.ofTitle(somebody.firstWord()).isEmpty() && calls(somebody.firstWord()));
    }

    private boolean calls(String name) {
        for (int at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length())) {
            int end = at + name.length();
            boolean ends = end == text.length() || ",.!?;—".indexOf(text.charAt(end)) >= 0;
            if (ends && beginsCall(at)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a name here is set off from what precedes, itself or with the word before it: "dear Mary", "Mr. Hart". */
    private boolean beginsCall(int at) {
        if (at < 2) {
            return true;
        }
        if (text.charAt(at - 1) != ' ') {
            return false;
        }
        int word = text.lastIndexOf(' ', at - 2);
        return ",.!?;—".indexOf(text.charAt(at - 2)) >= 0 || word < 1 || ",!?;—".indexOf(text.charAt(word - 1)) >= 0;
    }
}
