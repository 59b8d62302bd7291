// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.text;

import dev.seance.api.corpus.TextReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/** The text of one file, as the one document of a shard. */
final class TextFileReader implements TextReader {

    private final Path file;
    private final Utf8Reader text;
    private final Consumer<Replacements> replaced;
    private boolean begun;

    /** @param replaced told at the file's end, when something was replaced */
    TextFileReader(Path file, InvalidUtf8 policy, Consumer<Replacements> replaced) throws IOException {
        this.file = file;
        this.text = Utf8Reader.of(file, policy);
        this.replaced = replaced;
    }

    @Override
    public boolean next() {
        boolean first = !begun;
        begun = true;
        return first;
    }

    @Override
    public String document() {
        return file.toString();
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        int read = text.read(into, from, length);
        if (read < 0) {
            text.replacements().ifPresent(replaced);
        }
        return read;
    }

    @Override
    public void close() throws IOException {
        text.close();
    }
}
