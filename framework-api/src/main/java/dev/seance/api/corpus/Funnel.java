// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.corpus;

import java.io.Serializable;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What each filter of a corpus step let through and why it did not, and what the source did not read at all.
 *
 * @param stages the filters in the recipe's order
 * @param skipped what the source found and did not read
 */
public record Funnel(List<Stage> stages, List<Skipped> skipped) implements Serializable {

    public Funnel {
        stages = List.copyOf(stages);
        skipped = List.copyOf(skipped);
    }

    /** The work of filters over a source that read everything. */
    public static Funnel of(List<Stage> stages) {
        return new Funnel(stages, List.of());
    }

    /** The same filters over a source that did not read everything. */
    public Funnel withSkipped(List<Skipped> notRead) {
        return new Funnel(stages, notRead);
    }

    /**
     * What one filter did.
     *
     * @param filter the filter's name
     * @param in what it judged
     * @param out what it let through, after its changes
     * @param changed documents kept with another text, by reason
     * @param dropped documents dropped, by reason
     * @param examples a few dropped documents in words, the first by id
     */
    public record Stage(
            String filter,
            CorpusSize in,
            CorpusSize out,
            Map<String, Long> changed,
            Map<String, Long> dropped,
            List<String> examples)
            implements Serializable {

        public Stage {
            Objects.requireNonNull(filter, "filter");
            Objects.requireNonNull(in, "in");
            Objects.requireNonNull(out, "out");
            changed = Collections.unmodifiableMap(new TreeMap<>(changed));
            dropped = Collections.unmodifiableMap(new TreeMap<>(dropped));
            examples = List.copyOf(examples);
        }
    }
}
