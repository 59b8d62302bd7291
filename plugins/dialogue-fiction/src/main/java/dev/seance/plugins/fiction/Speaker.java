// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.fiction;

import java.util.Locale;

/**
 * Who speaks, as far as the words beside the speech tell.
 *
 * @param name a name or "the old man" as the book has it, a pronoun in lower case, or ""
 */
record Speaker(String name) {

    static final Speaker UNKNOWN = new Speaker("");

    boolean isKnown() {
        return !name.isEmpty();
    }

    private boolean isPronoun() {
        return name.equals("he") || name.equals("she") || name.equals("they");
    }

    /** Whether both are one person for certain: "he" and "he" may be two, "I" and "I" are not. */
    boolean isSurely(Speaker other) {
        return isKnown() && !isPronoun() && lastWord().equals(other.lastWord());
    }

    /** Whether both can be one person: "he" and "she" cannot, "he" and "Mary" might, for all we know of Mary. */
    boolean mayBe(Speaker other) {
        if (!isKnown() || !other.isKnown()) {
            return true;
        }
        if (isPronoun() != other.isPronoun()) {
            return !name.equals("I") && !other.name.equals("I");
        }
        return lastWord().equals(other.lastWord());
    }

    private String lastWord() {
        return name.substring(name.lastIndexOf(' ') + 1).toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return isKnown() ? name : "unnamed";
    }
}
