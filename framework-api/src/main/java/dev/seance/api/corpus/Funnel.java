// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.corpus;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What each filter of a corpus step let through and why it did not.
 *
 * @param stages the filters in the recipe's order
 */
public record Funnel(List<Stage> stages) {

    public Funnel {
        stages = List.copyOf(stages);
    }

    /**
     * One filter's part.
     *
     * @param filter the filter's name
     * @param documentsIn documents it was asked about
     * @param documentsOut documents it let through
     * @param wordsIn words in those it was asked about
     * @param wordsOut words in those it let through, after its changes
     * @param changed documents kept with another text, by reason
     * @param dropped documents dropped, by reason
     * @param examples a few dropped documents in words, the first by id
     */
    public record Stage(
            String filter,
            long documentsIn,
            long documentsOut,
            long wordsIn,
            long wordsOut,
            Map<String, Long> changed,
            Map<String, Long> dropped,
            List<String> examples) {

        public Stage {
            Objects.requireNonNull(filter, "filter");
            changed = Collections.unmodifiableMap(new TreeMap<>(changed));
            dropped = Collections.unmodifiableMap(new TreeMap<>(dropped));
            examples = List.copyOf(examples);
        }
    }
}
