// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.run;

import java.nio.file.Path;
import java.util.Map;

/**
 * What the host provides to an extension for one execution of one step. Every method may be called from any thread.
 *
 * <p>Valid until the call it was passed to returns; the one passed to {@link
 * dev.seance.api.synthesis.SyntheticGenerator#open} until the last item of that session is generated.
 */
public interface StepContext {

    /** The step's name in the recipe, for messages. */
    String step();

    /** The seed of this step, derived from the recipe's; the same in every execution with the same key. */
    long seed();

    /**
     * A folder of the step's own that survives a kill: what is left there is found again by the next execution with the
     * same key, and deleted once the step's artifact is complete. Of an export, which has no artifact, it is a new one in
     * every execution.
     */
    Path workspace();

    Progress progress();

    Metrics metrics();

    /**
     * Records facts of this machine that the step computed with, such as {@link
     * dev.seance.api.model.TrainableModel#computeSettings}; the manifest shows them to people who compare two results. No
     * part of the key. Of a fact recorded twice, the last value counts.
     */
    default void recordEnvironment(Map<String, String> facts) {}

    /** Whether the user asked to stop; long loops check it between items, save, and throw {@link StopException}. */
    boolean stopRequested();
}
