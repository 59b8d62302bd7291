// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seance.api.dialogue.Dialogue;
import dev.seance.core.store.DialogueJson;
import dev.seance.core.store.Json;
import java.io.Closeable;
import java.io.IOException;
import java.io.Writer;
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
    private final Writer out;

    private SynthesisJournal(Map<String, List<Dialogue>> done, Writer out) {
        this.done = done;
        this.out = out;
    }

    static SynthesisJournal open(Path file) throws IOException {
        Map<String, List<Dialogue>> done = new LinkedHashMap<>();
        if (Files.exists(file)) {
            String text = Files.readString(file, StandardCharsets.UTF_8);
            String whole = text.substring(0, text.lastIndexOf('\n') + 1);
            for (String line : whole.lines().toList()) {
                JsonNode row = Json.mapper().readTree(line);
                List<Dialogue> dialogues = new ArrayList<>();
                for (JsonNode dialogue : row.path("dialogues")) {
                    dialogues.add(DialogueJson.read(dialogue));
                }
                done.put(row.path("item").asText(), dialogues);
            }
            if (whole.length() < text.length()) {
                Files.writeString(file, whole, StandardCharsets.UTF_8);
            }
        }
        Writer out = Files.newBufferedWriter(
                file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        return new SynthesisJournal(done, out);
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
        out.write(Json.line(row));
        out.write('\n');
        out.flush();
        done.put(item, dialogues);
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
