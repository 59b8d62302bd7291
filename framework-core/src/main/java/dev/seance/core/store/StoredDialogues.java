// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.store;

import dev.seance.api.dialogue.Dialogue;
import dev.seance.api.dialogue.Dialogues;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A dialogues artifact: {@value #FILE}, with the count and the bytes in the manifest's metrics. */
public final class StoredDialogues implements Dialogues {

    public static final String FILE = "dialogues.jsonl";

    /** Begins the names of the step's figures that count what was dropped, by reason. */
    public static final String DROPPED = "dropped: ";

    private final String name;
    private final Artifact artifact;

    /** @param name the step, as the reader's recipe calls it */
    public StoredDialogues(String name, Artifact artifact) {
        this.name = name;
        this.artifact = artifact;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long count() {
        return metric("dialogues");
    }

    @Override
    public long bytes() {
        return metric("bytes");
    }

    private long metric(String key) {
        return artifact.manifest().metrics().getOrDefault(key, 0.0).longValue();
    }

    @Override
    public Stream<Dialogue> read() {
        Path file = artifact.file(FILE);
        try {
            return JsonLines.read(file, Files.newBufferedReader(file, StandardCharsets.UTF_8), DialogueJson::read);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
