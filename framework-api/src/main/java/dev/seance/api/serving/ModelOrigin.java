// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.serving;

import dev.seance.api.corpus.Funnel;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * What a model was raised from.
 *
 * @param title what its recipe calls it
 * @param era the years and the language in words, or ""
 * @param made when its run finished
 * @param corpora the corpora of its run, in the order of work
 */
public record ModelOrigin(String title, String era, Instant made, List<Books> corpora) {

    public ModelOrigin {
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(era, "era");
        Objects.requireNonNull(made, "made");
        corpora = List.copyOf(corpora);
    }

    /**
     * A corpus.
     *
     * @param step the step that made it
     * @param documents how many there are
     * @param words how many words they have
     * @param funnel what its filters did
     */
    public record Books(String step, long documents, long words, Funnel funnel) {

        public Books {
            Objects.requireNonNull(step, "step");
            Objects.requireNonNull(funnel, "funnel");
        }
    }
}
