// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.testing;

import dev.seance.api.dialogue.Dialogue;
import dev.seance.api.dialogue.Dialogues;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** Dialogues for tests, in memory. */
public record MemoryDialogues(String name, List<Dialogue> dialogues) implements Dialogues {

    public MemoryDialogues {
        dialogues = List.copyOf(dialogues);
    }

    @Override
    public long count() {
        return dialogues.size();
    }

    @Override
    public long bytes() {
        return dialogues.stream()
                .flatMap(dialogue -> dialogue.turns().stream())
                .mapToLong(turn -> turn.text().getBytes(StandardCharsets.UTF_8).length)
                .sum();
    }

    @Override
    public Stream<Dialogue> read() {
        return dialogues.stream();
    }
}
