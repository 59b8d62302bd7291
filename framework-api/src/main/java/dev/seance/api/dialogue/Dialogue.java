// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.dialogue;

import java.util.List;
import java.util.Objects;

/**
 * A conversation: turns by person and model in alternation, the person first.
 *
 * @param id unique within its collection, stable from run to run
 * @param system what the model is told beforehand, its system prompt; "" for nothing
 * @param turns at least two, alternating, beginning with the person
 * @param origin where it came from
 */
public record Dialogue(String id, String system, List<Turn> turns, Origin origin) {

    public Dialogue {
        if (id.isBlank()) {
            throw new IllegalArgumentException("a dialogue needs an id");
        }
        Objects.requireNonNull(system, "system");
        turns = List.copyOf(turns);
        Objects.requireNonNull(origin, "origin");
        if (turns.size() < 2) {
            throw new IllegalArgumentException("dialogue " + id + " has " + turns.size() + " turns, needs two");
        }
        for (int i = 0; i < turns.size(); i++) {
            if (turns.get(i).role() != (i % 2 == 0 ? Role.USER : Role.ASSISTANT)) {
                throw new IllegalArgumentException("turn " + (i + 1) + " of dialogue " + id + " is out of turn");
            }
        }
    }

    /** A conversation without a system prompt. */
    public Dialogue(String id, List<Turn> turns, Origin origin) {
        this(id, "", turns, origin);
    }

    /** The same conversation with other turns. */
    public Dialogue withTurns(List<Turn> others) {
        return new Dialogue(id, system, others, origin);
    }
}
