// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.run;

import java.nio.file.Path;

/** What the host lends an extension for one execution of one step. Valid until the call it was passed to returns. */
public interface StepContext {

    /** The step's name in the recipe, for messages. */
    String step();

    /** The seed of this step, derived from the recipe's seed and the step's name. */
    long seed();

    /**
     * A folder of the step's own that outlives a kill: what is left there is found again by the next execution with the
     * same fingerprint, and deleted once the step's artifact is complete.
     */
    Path workspace();

    Progress progress();

    Metrics metrics();

    /** Whether the user asked to stop; long loops look between items, save, and throw {@link StopException}. */
    boolean stopRequested();
}
