// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/**
 * Guesses the name that was meant, by the Damerau-Levenshtein distance: how many letters were left out, put in, swapped
 * or mistaken. Every failed look-up ends in {@link #hint}.
 */
public final class NearestName {

    /** Longer lists drown the message; {@code plugins list} and its like show them. */
    private static final int MAX_LISTED = 40;

    private NearestName() {}

    /** The nearest of the names, if one is near enough to be a slip: a third of the letters wrong at most. */
    public static Optional<String> of(String asked, Collection<String> have) {
        return have.stream()
                .filter(name -> distance(asked, name) <= Math.max(1, Math.max(asked.length(), name.length()) / 3))
                .min(Comparator.comparingInt((String name) -> distance(asked, name))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** What to append to "unknown ...": {@code ; did you mean 'depth'? (have: context, depth, width)}. */
    public static String hint(String asked, Collection<String> have) {
        String guess =
                of(asked, have).map(name -> "; did you mean '" + name + "'?").orElse("");
        if (have.isEmpty() || have.size() > MAX_LISTED) {
            return guess;
        }
        return guess + " (have: " + String.join(", ", have) + ")";
    }

    /** The restricted distance, in which no letter is edited twice; upper and lower case count as equal. */
    static int distance(String left, String right) {
        String a = left.toLowerCase(Locale.ROOT);
        String b = right.toLowerCase(Locale.ROOT);
        int[] beforeLast = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        int[] current = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            current[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] free = beforeLast;
            beforeLast = last;
            last = current;
            current = free;
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int mistaken = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                current[j] = Math.min(Math.min(last[j], current[j - 1]) + 1, last[j - 1] + mistaken);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    current[j] = Math.min(current[j], beforeLast[j - 2] + 1);
                }
            }
        }
        return current[b.length()];
    }
}
