// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.synthesis;

import dev.seance.api.dialogue.Dialogue;
import java.util.List;
import java.util.Objects;

/**
 * What came of one item.
 *
 * @param dialogues the dialogues, in order
 * @param dropped why there are none, in a few words that items with the same reason share; "" where there are some, or where
 *     an item is not meant to give any. The host counts reasons and shows them.
 */
public record Generated(List<Dialogue> dialogues, String dropped) {

    public Generated {
        dialogues = List.copyOf(dialogues);
        Objects.requireNonNull(dropped, "dropped");
        if (!dropped.isEmpty() && !dialogues.isEmpty()) {
            throw new IllegalArgumentException(dialogues.size() + " dialogues, and dropped: " + dropped);
        }
    }

    /** Dialogues, or none without a reason. */
    public static Generated of(List<Dialogue> dialogues) {
        return new Generated(dialogues, "");
    }

    /** Nothing that can be used. */
    public static Generated dropped(String reason) {
        return new Generated(List.of(), reason);
    }
}
