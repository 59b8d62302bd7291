// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.folder;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/** Reads lines as bytes, which keeps their offsets exact whatever characters they hold. */
final class LineReader implements Closeable {

    private final InputStream in;
    private long count;

    LineReader(InputStream in) {
        this.in = in;
    }

    /** The next line without its {@code \n}, or null at the end. */
    byte[] next() throws IOException {
        int value = in.read();
        if (value < 0) {
            return null;
        }
        ByteArrayOutputStream line = new ByteArrayOutputStream(512);
        for (; value >= 0 && value != '\n'; value = in.read()) {
            line.write(value);
        }
        count++;
        return line.toByteArray();
    }

    /** How many lines were read: the number of the line read last. */
    long count() {
        return count;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
