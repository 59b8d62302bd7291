// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.text;

import dev.seance.api.corpus.TextReader;
import java.io.IOException;
import java.util.function.Consumer;

/** The text of one file, as the one document of a shard. */
final class TextFileReader implements TextReader {

    private final String name;
    private final Utf8Reader text;
    private final Consumer<Utf8Reader> atEnd;
    private boolean opened;

    /**
     * @param name the file, as messages call it
     * @param atEnd told when the file was read to its end
     */
    TextFileReader(String name, Utf8Reader text, Consumer<Utf8Reader> atEnd) {
        this.name = name;
        this.text = text;
        this.atEnd = atEnd;
    }

    @Override
    public boolean next() {
        boolean first = !opened;
        opened = true;
        return first;
    }

    @Override
    public String document() {
        return name;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        int read = text.read(into, from, length);
        if (read < 0) {
            atEnd.accept(text);
        }
        return read;
    }

    @Override
    public void close() throws IOException {
        text.close();
    }
}
