// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.run;

import java.util.Map;

/** Takes the figures of a step as it runs; the host writes them to the run's {@code metrics.jsonl}. Thread-safe. */
public interface Metrics {

    /**
     * Records one point of the curves.
     *
     * @param position where on the x axis: the optimiser step of a training, the item of a generation
     * @param values figure by camel-case name: {@code loss}, {@code bitsPerByte}, {@code tokensPerSecond}
     */
    void record(long position, Map<String, Double> values);

    /** Sets a figure of the whole step, as {@code report --json} shows it; the last value set counts. */
    void summarise(String name, double value);
}
