// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.store;

import dev.seance.api.dialogue.Dialogue;
import dev.seance.api.dialogue.Dialogues;
import dev.seance.api.run.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A dialogues artifact: {@value #FILE}, with the count and the bytes in the manifest's metrics. */
public final class StoredDialogues implements Dialogues {

    public static final String FILE = "dialogues.jsonl";

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
            return Files.lines(file, StandardCharsets.UTF_8).map(line -> parse(file, line));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Dialogue parse(Path file, String line) {
        try {
            return DialogueJson.read(line);
        } catch (IOException | IllegalArgumentException e) {
            throw new UserError(file + ": damaged (" + e.getMessage() + "); delete its folder to make it anew", e);
        }
    }
}
