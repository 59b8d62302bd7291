// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.store;

import dev.seance.api.corpus.Utf8;
import dev.seance.api.dialogue.Dialogue;
import dev.seance.api.dialogue.Turn;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes dialogues as JSON lines and counts them. One thread. */
public final class DialogueWriter implements Closeable {

    private final BufferedWriter out;
    private long count;
    private long bytes;

    public DialogueWriter(Path file) throws IOException {
        out = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
    }

    public void write(Dialogue dialogue) throws IOException {
        out.write(DialogueJson.write(dialogue));
        out.write('\n');
        count++;
        for (Turn turn : dialogue.turns()) {
            bytes += Utf8.length(turn.text());
        }
    }

    public long count() {
        return count;
    }

    /** Bytes of UTF-8 in all turns written. */
    public long bytes() {
        return bytes;
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
