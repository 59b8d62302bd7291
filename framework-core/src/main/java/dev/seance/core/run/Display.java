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

        @Override
        void close();
    }
}
