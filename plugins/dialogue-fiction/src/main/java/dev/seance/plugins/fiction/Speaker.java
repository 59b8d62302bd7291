// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.fiction;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who speaks, as the words beside the speech have it.
 *
 * @param name "Mr. Hart", "the old man", a pronoun in lower case (but "I"), or ""
 */
record Speaker(String name) {

    static final Speaker UNKNOWN = new Speaker("");

    private static final Set<String> PRONOUNS = Set.of("he", "she", "they", "I");

    /** Somebody as the book names him; somebody unknown for "", and for "Mary's" of "Mary's brother". */
    static Speaker of(String mention) {
        String name = mention.replaceAll("\\s+", " ");
        if (name.endsWith("'s") || name.endsWith("’s")) {
            return UNKNOWN;
        }
        if (name.matches("He|She|They|(?:The|My|His|Her) .*")) {
            name = Character.toLowerCase(name.charAt(0)) + name.substring(1);
        }
        return new Speaker(name);
    }

    boolean isKnown() {
        return !name.isEmpty();
    }

    boolean isPronoun() {
        return PRONOUNS.contains(name);
    }

    boolean isNarrator() {
        return name.equals("I");
    }

    /** Whether it is a name, not a pronoun or a description. */
    boolean isNamed() {
        return isKnown() && !isPronoun() && Character.isUpperCase(name.charAt(0));
    }

    /** The words that tell people apart: no title and no article. */
    Set<String> words() {
        return Arrays.stream(name.split("[\\s.]+"))
                .filter(word -> !word.isEmpty() && PersonWords.ofTitle(word).isEmpty())
                .map(word -> word.toLowerCase(Locale.ROOT))
                .filter(word -> !PersonWords.ARTICLES.contains(word))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The first word, without the point of "Mr." */
    String firstWord() {
        return name.split("[\\s.]+", 2)[0];
    }

    String lastWord() {
        return name.substring(name.lastIndexOf(' ') + 1);
    }

    @Override
    public String toString() {
        return isKnown() ? name : "unnamed";
    }
}
