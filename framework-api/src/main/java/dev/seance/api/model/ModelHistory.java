// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.model;

import dev.seance.api.corpus.Funnel;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * How a model came about, as its run knows it: what an exporter tells those who take the model without the run. Nothing in
 * it is a path of a machine.
 *
 * @param title what the recipe calls the model, or ""
 * @param era the years and the language in words, or ""
 * @param steps the run's steps that are finished, in the order of work, evaluations among them
 */
public record ModelHistory(String title, String era, List<Step> steps) {

    /** Of a model that no run tells anything about. */
    public static final ModelHistory NONE = new ModelHistory("", "", List.of());

    public ModelHistory {
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(era, "era");
        steps = List.copyOf(steps);
    }

    /**
     * What one step did.
     *
     * @param name the step
     * @param kind its extension point, as a recipe spells it, such as {@code corpus}
     * @param plugin its extension
     * @param data what a source calls the content of its data, licences included where it knows them, or ""
     * @param metrics its metrics by name
     * @param funnel what the filters of a corpus did
     * @param failures gates of an evaluation that were not passed
     */
    public record Step(
            String name,
            String kind,
            String plugin,
            String data,
            Map<String, Double> metrics,
            Optional<Funnel> funnel,
            List<String> failures) {

        public Step {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(kind, "kind");
            Objects.requireNonNull(plugin, "plugin");
            Objects.requireNonNull(data, "data");
            metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
            Objects.requireNonNull(funnel, "funnel");
            failures = List.copyOf(failures);
        }
    }
}
