// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.run;

/** Shows the user how far a step is. Every method may be called from any thread, often. */
public interface Progress {

    /**
     * Starts a phase of the step; ends the one before.
     *
     * @param phase what is being done: "reading", "training"
     * @param total how many units make the phase, or -1 when it is not known
     * @param unit the unit, plural: "documents", "steps"
     */
    void begin(String phase, long total, String unit);

    /** Adds finished units to the current phase. */
    void advance(long units);

    /** Shows a short state beside the bar, such as {@code "loss 3.21, 5,120 tokens/s"}; replaces the one before. */
    void state(String text);

    /** Prints one line of lasting interest (a validation result, a sample of the model's prose) and logs it. */
    void note(String line);
}
