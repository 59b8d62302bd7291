// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plugins;

import dev.seance.api.plugin.Input;
import dev.seance.api.run.ArtifactKind;
import java.util.Objects;

/**
 * How many artifacts of one kind a step takes: {@link Input} as a value.
 *
 * @param kind the kind of artifact
 * @param min the fewest; 0 makes it optional
 * @param max the most
 */
public record InputSpec(ArtifactKind kind, int min, int max) {

    public InputSpec {
        Objects.requireNonNull(kind, "kind");
        if (min < 0 || max < 1 || max < min) {
            throw new IllegalArgumentException(
                    "@Input of " + kind + ": from " + min + " to " + max + " is not a range");
        }
    }

    static InputSpec of(Input takes) {
        return new InputSpec(takes.kind(), takes.min(), takes.max());
    }
}
