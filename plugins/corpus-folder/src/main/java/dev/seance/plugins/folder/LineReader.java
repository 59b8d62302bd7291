// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.folder;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/** Reads lines as bytes, which keeps their offsets exact whatever characters they hold. */
final class LineReader implements Closeable {

    /** More than any row; a file without line ends is not read into memory whole. */
    static final int MAX_BYTES = 1 << 20;

    private final InputStream in;
    private long count;

    LineReader(InputStream in) {
        this.in = in;
    }

    /**
     * The next line without its {@code \n}, or null at the end.
     *
     * @throws LineTooLong after {@value #MAX_BYTES} bytes
     */
    byte[] next() throws IOException {
        int value = in.read();
        if (value < 0) {
            return null;
        }
        ByteArrayOutputStream line = new ByteArrayOutputStream(512);
        for (; value >= 0 && value != '\n'; value = in.read()) {
            line.write(value);
            if (line.size() > MAX_BYTES) {
                throw new LineTooLong();
            }
        }
        count++;
        return line.toByteArray();
    }

    /** How many lines were read: the number of the line read last. */
    long count() {
        return count;
    }

    /** A line is longer than any that means something. */
    static final class LineTooLong extends IOException {

        private static final long serialVersionUID = 1L;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
