// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.step;

import dev.seance.api.dialogue.Dialogue;
import dev.seance.core.store.DialogueWriter;
import dev.seance.core.store.StoredDialogues;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The dialogues of a step as they are written, with the step's figures: how many, how varied, what was dropped. One thread. */
final class DialogueOutput implements Closeable {

    private final DialogueWriter writer;
    private final DialogueVariety variety = new DialogueVariety();
    private final Map<String, Long> dropped = new TreeMap<>();

    DialogueOutput(Path folder) throws IOException {
        writer = new DialogueWriter(folder.resolve(StoredDialogues.FILE));
    }

    void write(Dialogue dialogue) throws IOException {
        writer.write(dialogue);
        variety.add(dialogue);
    }

    void drop(String reason, long count) {
        dropped.merge(reason, count, Long::sum);
    }

    long count() {
        return writer.count();
    }

    boolean hasDropped() {
        return !dropped.isEmpty();
    }

    /** What was dropped, as a line for people: {@code 12 of 100 dropped: ...}. */
    String droppedInWords(long of) {
        return dropped.values().stream().mapToLong(Long::longValue).sum() + " of " + of + " dropped: "
                + dropped.entrySet().stream()
                        .map(reason -> reason.getKey() + " " + reason.getValue())
                        .collect(Collectors.joining(", "));
    }

    Map<String, Double> figures() {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("dialogues", (double) writer.count());
        figures.put("bytes", (double) writer.bytes());
        figures.putAll(variety.figures());
        dropped.forEach((reason, count) -> figures.put(StoredDialogues.DROPPED + reason, (double) count));
        return figures;
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}
