// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plan;

import dev.seance.core.store.Artifact;
import java.util.Objects;
import java.util.Optional;

/**
 * Whether a step's artifact is there, once its inputs are.
 *
 * @param key what it is made from
 * @param artifact the finished artifact, when the store has it
 * @param why why there is one (HIT) or must be made (MISS), in words
 */
public record StepResolution(StepKey key, Optional<Artifact> artifact, String why) {

    public StepResolution {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(artifact, "artifact");
        Objects.requireNonNull(why, "why");
    }

    public String fingerprint() {
        return key.fingerprint();
    }
}
