// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.books;

import dev.seance.kit.files.TextFile;
import dev.seance.kit.files.TextMemory;
import java.io.FilterInputStream;
import java.io.IOException;

/** The bytes of a file, decompressed, which end in an error where their text does not fit into memory. */
final class BookBytes extends FilterInputStream {

    /** How many times its size a compressed text is taken for; novels compress to a little under a half or a third. */
    private static final int COMPRESSION = 4;

    private final TextFile file;
    private final TextMemory memory;
    private long count;

    /** @throws IOException when the file is not compressed as its name says */
    BookBytes(TextFile file, TextMemory memory) throws IOException {
        super(file.decompressed());
        this.file = file;
        this.memory = memory;
    }

    /** How many bytes there probably are, for the memory to set aside. */
    static long expected(TextFile file, TextMemory memory) {
        return Math.min(memory.limit(), file.compressed() ? COMPRESSION * file.bytes() : file.bytes());
    }

    @Override
    public int read() throws IOException {
        int next = in.read();
        counted(next < 0 ? 0 : 1);
        return next;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        int read = in.read(into, from, length);
        counted(Math.max(0, read));
        return read;
    }

    private void counted(long bytes) {
        count += bytes;
        memory.check(file.where(), count);
    }
}
