// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.run;

import dev.seance.core.plan.PlannedStep;
import dev.seance.core.store.Digests;

/**
 * The seed that an extension gets: from the seed of the step or else of the recipe, the extension point and the
 * extension's name. The step's name is no part of it, so that a renamed step makes the same artifact.
 */
final class StepSeed {

    private StepSeed() {}

    static long of(PlannedStep step, long recipeSeed) {
        return Digests.number(step.step().seed().orElse(recipeSeed) + "/"
                + step.step().kind().key() + "/" + step.extension().extension().name());
    }
}
