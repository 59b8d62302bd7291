// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.step;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seance.api.dialogue.Dialogue;
import dev.seance.api.synthesis.Generated;
import dev.seance.core.store.AtomicFiles;
import dev.seance.core.store.DialogueJson;
import dev.seance.core.store.Json;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The finished items of a synthetic step, a line of JSON each, appended as they come, so that no paid call is repeated.
 *
 * <p><b>What can be lost.</b> An item is handed to the operating system before {@link #add} returns, so the death of the
 * process loses nothing. A power cut loses what was not forced onto the disk, and that is done with every item that comes
 * a second or more after the last forced one, and at the latest with every {@value #BATCH_ITEMS}th item and every MiB:
 * so at most {@value #BATCH_ITEMS} items of one second, where items come that fast (rules do), and at most the item in
 * hand where each takes a second or more (paid calls do). Forcing each would cost rules a hundred times their own time.
 *
 * <p><b>What is found again.</b> A torn last line is dropped. Damaged lines before it, which a disk and not a kill makes,
 * are moved to a file beside the journal, their items are made again, and {@link #losses} says so.
 */
final class SynthesisJournal implements Closeable {

    static final int BATCH_ITEMS = 64;
    private static final int BATCH_BYTES = 1 << 20;
    private static final long BATCH_NANOS = 1_000_000_000L;

    private final Path file;
    private final Map<String, Generated> done = new LinkedHashMap<>();
    private final LongSupplier nanos;
    private String losses = "";
    private FileChannel out;
    private int unforcedItems;
    private long unforcedBytes;
    private long forcedAt;
    private int forces;

    private SynthesisJournal(Path file, LongSupplier nanos) {
        this.file = file;
        this.nanos = nanos;
        this.forcedAt = nanos.getAsLong() - BATCH_NANOS;
    }

    /** Opens a journal, with what an earlier execution of the step left in it. */
    static SynthesisJournal open(Path file) throws IOException {
        return open(file, System::nanoTime);
    }

    static SynthesisJournal open(Path file, LongSupplier nanos) throws IOException {
        SynthesisJournal journal = new SynthesisJournal(file, nanos);
        if (Files.exists(file)) {
            journal.read();
        }
        journal.out =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        AtomicFiles.forceFolder(file.toAbsolutePath().getParent());
        return journal;
    }

    /** Line by line, as bytes: a damaged line need not be text. */
    private void read() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        ByteArrayOutputStream sound = new ByteArrayOutputStream(bytes.length);
        ByteArrayOutputStream damaged = new ByteArrayOutputStream();
        List<Integer> damagedLines = new ArrayList<>();
        int number = 0;
        int start = 0;
        for (int end = 0; end < bytes.length; end++) {
            if (bytes[end] != '\n') {
                continue;
            }
            number++;
            int length = end + 1 - start;
            if (readLine(ByteBuffer.wrap(bytes, start, length))) {
                sound.write(bytes, start, length);
            } else {
                damaged.write(bytes, start, length);
                damagedLines.add(number);
            }
            start = end + 1;
        }
        if (!damagedLines.isEmpty()) {
            setAside(sound.toByteArray(), damaged.toByteArray(), damagedLines, number);
        } else if (start < bytes.length) {
            truncate(start);
        }
    }

    private boolean readLine(ByteBuffer line) {
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(line).toString();
            JsonNode row = Json.mapper().readTree(text);
            List<Dialogue> dialogues = new ArrayList<>();
            if (!row.path("item").isTextual() || !row.path("dialogues").isArray()) {
                return false;
            }
            for (JsonNode dialogue : row.path("dialogues")) {
                dialogues.add(DialogueJson.read(dialogue));
            }
            done.put(
                    row.path("item").asText(),
                    new Generated(dialogues, row.path("dropped").asText()));
            return true;
        } catch (IOException | RuntimeException e) {
            return false; // not UTF-8, not JSON, or not a dialogue
        }
    }

    /** The damaged lines first, then the journal without them, so that a kill in between loses nothing. */
    private void setAside(byte[] sound, byte[] damaged, List<Integer> lines, int all) throws IOException {
        Path aside = file.resolveSibling(file.getFileName() + ".damaged");
        try (FileChannel channel = FileChannel.open(
                aside, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            write(channel, damaged);
            channel.force(true);
        }
        AtomicFiles.write(file, sound);
        losses = file + ": " + lines.size() + " of " + all + (lines.size() == 1 ? " lines is" : " lines are")
                + " damaged (line " + lines.get(0) + (lines.size() == 1 ? "" : " is the first")
                + "); moved to " + aside.getFileName() + ", and the items are made again";
    }

    /** Cuts the file, rather than writing it anew: a kill here may not cost what was paid for. */
    private void truncate(long bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(bytes);
            channel.force(true);
        }
    }

    /** What was damaged when the journal was opened, for the user; "" for nothing. */
    String losses() {
        return losses;
    }

    synchronized boolean has(String item) {
        return done.containsKey(item);
    }

    synchronized Generated of(String item) {
        return done.get(item);
    }

    /** Records an item; see the class on what is safe when the call returns. */
    synchronized void add(String item, Generated generated) throws IOException {
        ObjectNode row = Json.mapper().createObjectNode().put("item", item);
        ArrayNode array = row.putArray("dialogues");
        for (Dialogue dialogue : generated.dialogues()) {
            array.add(DialogueJson.tree(dialogue));
        }
        if (!generated.dropped().isEmpty()) {
            row.put("dropped", generated.dropped());
        }
        byte[] line = (Json.line(row) + '\n').getBytes(StandardCharsets.UTF_8);
        append(line);
        done.put(item, generated);
        unforcedItems++;
        unforcedBytes += line.length;
        if (unforcedItems >= BATCH_ITEMS
                || unforcedBytes >= BATCH_BYTES
                || nanos.getAsLong() - forcedAt >= BATCH_NANOS) {
            force();
        }
    }

    /** The whole line or nothing of it: a full disk must not leave half a line for the next one to be written behind. */
    private void append(byte[] line) throws IOException {
        long before = out.size();
        try {
            write(out, line);
        } catch (IOException e) {
            out.truncate(before);
            throw e;
        }
    }

    private static void write(FileChannel channel, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    private void force() throws IOException {
        out.force(false);
        forces++;
        unforcedItems = 0;
        unforcedBytes = 0;
        forcedAt = nanos.getAsLong();
    }

    /** How often the file was forced onto the disk. */
    synchronized int forces() {
        return forces;
    }

    @Override
    public synchronized void close() throws IOException {
        try (FileChannel closing = out) {
            if (unforcedItems > 0) {
                force();
            }
        }
    }
}
