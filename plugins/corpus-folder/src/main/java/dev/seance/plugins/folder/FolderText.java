// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.folder;

import dev.seance.api.run.UserError;
import dev.seance.kit.files.TextFile;
import dev.seance.kit.files.TextMemory;
import dev.seance.kit.text.PlainText;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;

/** The text of one file, with the memory that is set aside for it until it is closed. One thread. */
final class FolderText implements AutoCloseable {

    /** How many times its size a compressed text is taken for; novels compress to a little under a half or a third. */
    private static final int COMPRESSION = 4;

    private final TextFile file;
    private final Charset encoding;
    private final TextMemory memory;
    private TextMemory.Room room = () -> {};

    FolderText(TextFile file, Charset encoding, TextMemory memory) {
        this.file = file;
        this.encoding = encoding;
        this.memory = memory;
    }

    /**
     * Reads the file.
     *
     * @throws UserError when the file is not what its name says, or too large, naming the file and the remedy
     */
    String read() {
        long expected = Math.min(memory.limit(), file.compressed() ? COMPRESSION * file.bytes() : file.bytes());
        room = memory.take(expected);
        try (InputStream in = new Bounded(file.open())) {
            return PlainText.read(in, expected, encoding);
        } catch (PlainText.Undecodable e) {
            throw new UserError(
                    file.path() + ": " + e.getMessage()
                            + (file.looksCompressed()
                                    ? "; it is compressed by gzip: add .gz to its name"
                                    : "; convert the file, or set 'encoding' to its encoding (old files are often"
                                            + " windows-1252)"),
                    e);
        } catch (IOException e) {
            throw new UserError(file.path() + " cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        room.close();
        room = () -> {};
    }

    /** Stops at more than fits into memory: a small file can decompress to a large text. */
    private final class Bounded extends FilterInputStream {

        private long count;

        Bounded(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            int read = in.read(into, from, length);
            count += Math.max(0, read);
            memory.check(file.path().toString(), count);
            return read;
        }
    }
}
