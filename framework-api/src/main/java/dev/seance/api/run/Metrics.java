// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.run;

import java.util.Map;

/** Takes the metrics of a step as it runs; the host writes them to the run's {@code metrics.jsonl}. Thread-safe. */
public interface Metrics {

    /**
     * Records one point of the curves.
     *
     * @param position where on the x axis: the optimiser step of a training, the item of a generation
     * @param values metric by camel-case name: {@code loss}, {@code bitsPerByte}, {@code tokensPerSecond}
     */
    void record(long position, Map<String, Double> values);

    /**
     * Records a text of lasting interest at a point of the curves, such as a sample of the model's prose; the host shows
     * it beside the curves.
     *
     * @param position as {@link #record}
     * @param name what it is, the same for texts that are to be compared: {@code prose/My dear Sir}
     */
    default void text(long position, String name, String text) {}

    /** Sets a metric of the whole step, as {@code report --json} shows it; the last value set counts. */
    void summarise(String name, double value);
}
