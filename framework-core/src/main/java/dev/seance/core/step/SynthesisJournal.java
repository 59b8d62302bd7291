// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.step;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seance.api.dialogue.Dialogue;
import dev.seance.api.run.UserError;
import dev.seance.core.store.DialogueJson;
import dev.seance.core.store.Json;
import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The finished items of a synthetic step, a line each, appended as they come: a paid call is on record before the next
 * one starts. A kill can tear the last line only, and that line is dropped when the journal is opened again.
 */
final class SynthesisJournal implements Closeable {

    private final Map<String, List<Dialogue>> done;
    private final OutputStream out;

    private SynthesisJournal(Map<String, List<Dialogue>> done, OutputStream out) {
        this.done = done;
        this.out = out;
    }

    static SynthesisJournal open(Path file) throws IOException {
        Map<String, List<Dialogue>> done = new LinkedHashMap<>();
        if (Files.exists(file)) {
            dropTornLine(file);
            int number = 0;
            for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                number++;
                try {
                    read(line, done);
                } catch (JsonProcessingException | IllegalArgumentException e) {
                    throw new UserError(
                            file + ":" + number + ": damaged (" + Json.reason(e)
                                    + "); delete that line, and its item is made again",
                            e);
                }
            }
        }
        return new SynthesisJournal(done, new FileOutputStream(file.toFile(), true));
    }

    private static void read(String line, Map<String, List<Dialogue>> done) throws JsonProcessingException {
        JsonNode row = Json.mapper().readTree(line);
        List<Dialogue> dialogues = new ArrayList<>();
        for (JsonNode dialogue : row.path("dialogues")) {
            dialogues.add(DialogueJson.read(dialogue));
        }
        done.put(row.path("item").asText(), dialogues);
    }

    /** Cuts the file, rather than writing it anew: a kill here may not cost what was paid for. */
    private static void dropTornLine(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int whole = bytes.length;
        while (whole > 0 && bytes[whole - 1] != '\n') {
            whole--;
        }
        if (whole < bytes.length) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(whole);
            }
        }
    }

    synchronized boolean has(String item) {
        return done.containsKey(item);
    }

    synchronized List<Dialogue> of(String item) {
        return done.get(item);
    }

    /** Records an item; handed to the operating system when the call returns, so it survives a kill. */
    synchronized void add(String item, List<Dialogue> dialogues) throws IOException {
        ObjectNode row = Json.mapper().createObjectNode().put("item", item);
        ArrayNode array = row.putArray("dialogues");
        for (Dialogue dialogue : dialogues) {
            array.add(DialogueJson.tree(dialogue));
        }
        out.write((Json.line(row) + '\n').getBytes(StandardCharsets.UTF_8));
        done.put(item, dialogues);
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
