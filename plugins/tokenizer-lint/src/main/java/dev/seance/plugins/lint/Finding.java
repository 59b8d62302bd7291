// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.lint;

import java.util.List;
import java.util.Objects;

/**
 * What one check found.
 *
 * @param check its name
 * @param verdict what to make of it
 * @param found what was measured, in words
 * @param examples a few of what was found, as {@link TokenTable#show} shows them
 * @param advice why it matters and what to do, a sentence or two
 */
record Finding(String check, Verdict verdict, String found, List<String> examples, String advice) {

    /** Enough to see what kind of tokens they are. */
    static final int MAX_EXAMPLES = 12;

    Finding {
        Objects.requireNonNull(check, "check");
        Objects.requireNonNull(verdict, "verdict");
        Objects.requireNonNull(found, "found");
        examples = examples.stream().limit(MAX_EXAMPLES).toList();
        Objects.requireNonNull(advice, "advice");
    }

    List<String> row() {
        return List.of(check, verdict.inWords(), found, String.join(" ", examples), advice);
    }
}
