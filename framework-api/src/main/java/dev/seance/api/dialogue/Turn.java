// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.dialogue;

import java.util.Objects;

/**
 * One thing said.
 *
 * @param role who says it
 * @param text what; never blank
 */
public record Turn(Role role, String text) {

    public Turn {
        Objects.requireNonNull(role, "role");
        if (text.isBlank()) {
            throw new IllegalArgumentException("a turn says nothing");
        }
    }
}
