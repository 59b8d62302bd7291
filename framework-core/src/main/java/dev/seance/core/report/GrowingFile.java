// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.report;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/** A file that another process appends lines to; each is read once. Not safe for use by several threads. */
final class GrowingFile {

    private static final int CHUNK = 1 << 16;

    private final Path file;
    private long position;

    GrowingFile(Path file) {
        this.file = file;
    }

    /** Reads the lines that are there whole and were not read before; none while there is no file. */
    void readNew(Consumer<String> line) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer buffer = ByteBuffer.allocate(CHUNK);
            while (channel.read(buffer, position + buffer.position()) > 0) {
                int whole = wholeLines(buffer);
                if (whole > 0) {
                    new String(buffer.array(), 0, whole, StandardCharsets.UTF_8)
                            .lines()
                            .forEach(line);
                    position += whole;
                    buffer.flip().position(whole);
                    buffer.compact();
                } else if (!buffer.hasRemaining()) {
                    buffer = ByteBuffer.allocate(2 * buffer.capacity()).put(buffer.flip());
                }
            }
        } catch (NoSuchFileException e) {
            position = 0;
        }
    }

    /** How many bytes there are up to the last line's end. */
    private static int wholeLines(ByteBuffer buffer) {
        int end = buffer.position();
        while (end > 0 && buffer.get(end - 1) != '\n') {
            end--;
        }
        return end;
    }
}
