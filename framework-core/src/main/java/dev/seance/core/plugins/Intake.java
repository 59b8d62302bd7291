// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plugins;

import dev.seance.api.plugin.Takes;
import dev.seance.api.run.ArtifactKind;
import java.util.Objects;

/**
 * How many artifacts of one kind a step takes: {@link Takes} as a value.
 *
 * @param kind the kind of artifact
 * @param min the fewest; 0 makes it optional
 * @param max the most
 */
public record Intake(ArtifactKind kind, int min, int max) {

    public Intake {
        Objects.requireNonNull(kind, "kind");
        if (min < 0 || max < 1 || max < min) {
            throw new IllegalArgumentException("@Takes of " + kind + ": from " + min + " to " + max + " is no range");
        }
    }

    static Intake of(Takes takes) {
        return new Intake(takes.kind(), takes.min(), takes.max());
    }
}
