// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.run;

import dev.seance.api.run.Progress;

/** Shows a run to the person who started it. */
public interface Display {

    /** One line of lasting interest. */
    void line(String text);

    /** Shows the progress of a step, until it is closed. */
    StepDisplay step(String name);

    /** A step's progress. */
    interface StepDisplay extends Progress, AutoCloseable {

        /** A text that belongs to a place of the step's curves; most displays have no room for it. */
        default void text(long position, String name, String text) {}

        @Override
        void close();
    }
}
