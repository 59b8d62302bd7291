// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import java.io.BufferedOutputStream;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes a {@link TokenShard}. Until {@link #finish} the shard is not there for readers, whatever happens. */
final class TokenShardWriter implements Closeable {

    private final Path folder;
    private final String name;
    private final int tokenBytes;
    private final OutputStream tokens;
    private final BufferedWriter index;
    private int documents;
    private long written;

    TokenShardWriter(Path folder, String name, int vocabulary) throws IOException {
        this.folder = folder;
        this.name = name;
        this.tokenBytes = TokenShard.tokenBytes(vocabulary);
        this.tokens =
                new BufferedOutputStream(Files.newOutputStream(unfinished(TokenShard.tokens(folder, name))), 1 << 16);
        this.index = Files.newBufferedWriter(unfinished(TokenShard.index(folder, name)), StandardCharsets.UTF_8);
        index.write(TokenShard.header(vocabulary) + "\n");
    }

    /** Adds a document: its marker, then its text. A document without text is left out. */
    void add(String id, int marker, int[] text) throws IOException {
        if (text.length == 0) {
            return;
        }
        index.write(written + "\t" + id.replaceAll("\\p{Cntrl}", " ") + "\n");
        write(marker);
        for (int token : text) {
            write(token);
        }
        written += 1L + text.length;
        documents++;
    }

    private void write(int token) throws IOException {
        for (int i = 0; i < tokenBytes; i++) {
            tokens.write(token >>> 8 * i);
        }
    }

    /** Makes the shard appear. */
    void finish() throws IOException {
        index.write("end\t" + documents + "\t" + written + "\n");
        close();
        Durable.moveFile(unfinished(TokenShard.tokens(folder, name)), TokenShard.tokens(folder, name));
        Durable.moveFile(unfinished(TokenShard.index(folder, name)), TokenShard.index(folder, name));
    }

    private static Path unfinished(Path file) {
        return file.resolveSibling(file.getFileName() + ".tmp");
    }

    @Override
    public void close() throws IOException {
        tokens.close();
        index.close();
    }
}
