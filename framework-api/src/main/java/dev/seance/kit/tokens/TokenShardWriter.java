// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.tokens;

import dev.seance.api.tokenizer.TokenBuffer;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Writes a {@link TokenShard}. Until {@link #finish} the shard is not there for readers, whatever happens; then it is
 * there whole, also after a power cut. Not thread-safe.
 */
public final class TokenShardWriter implements Closeable {

    private static final int BUFFER = 1 << 16;

    private final Path folder;
    private final String name;
    private final FileChannel tokenFile;
    private final FileChannel indexFile;
    private final ByteBuffer tokens = ByteBuffer.allocate(BUFFER);
    private final ByteBuffer index = ByteBuffer.allocate(BUFFER);
    private final TokenBuffer marker;
    private int[] prefix = {};
    private String document = "";
    private boolean begun;
    private int documents;
    private long written;
    private long documentStart;

    /**
     * Begins a shard.
     *
     * @param folder where its files go; must exist
     * @param name what they are called, without {@code .bin} and {@code .tsv}
     * @param vocabulary how many tokens the vocabulary has
     */
    public TokenShardWriter(Path folder, String name, int vocabulary) throws IOException {
        this.folder = folder;
        this.name = name;
        this.marker = TokenBuffer.forVocabulary(vocabulary);
        this.tokenFile = open(unfinished(TokenShard.tokens(folder, name)));
        try {
            this.indexFile = open(unfinished(TokenShard.index(folder, name)));
        } catch (IOException e) {
            tokenFile.close();
            throw e;
        }
        writeIndex(TokenShard.header(vocabulary));
    }

    /**
     * Begins a document. One that gets no tokens is left out.
     *
     * @param id what messages call it
     * @param markerToken the token that stands before it
     * @param prefixTokens the tokens of its tags, between the marker and the text; may be none
     */
    public void begin(String id, int markerToken, int... prefixTokens) {
        document = id.replaceAll("\\p{Cntrl}", " ");
        prefix = prefixTokens.clone();
        marker.clear();
        marker.add(markerToken);
        for (int token : prefix) {
            marker.add(token);
        }
        begun = false;
    }

    /**
     * Adds tokens to the document.
     *
     * @throws IOException also when the document has become longer than a reader can number
     */
    public void write(TokenBuffer more) throws IOException {
        if (more.width() != marker.width()) {
            throw new IllegalArgumentException(
                    "tokens of " + more.width() + " bytes in a shard of " + marker.width() + " bytes a token");
        }
        if (more.size() == 0) {
            return;
        }
        if (!begun) {
            begun = true;
            documents++;
            documentStart = written;
            writeIndex(written + "\t" + prefix.length + "\t" + document);
            append(marker);
        }
        append(more);
        if (written - documentStart > Integer.MAX_VALUE) {
            throw new IOException("document '" + document + "' has more than " + Integer.MAX_VALUE
                    + " tokens, which is the most that one document may have; cut it into several");
        }
    }

    private void append(TokenBuffer more) throws IOException {
        put(tokenFile, tokens, more.asBytes());
        written += more.size();
    }

    private void writeIndex(String line) throws IOException {
        put(indexFile, index, StandardCharsets.UTF_8.encode(line + "\n"));
    }

    private static void put(FileChannel file, ByteBuffer buffer, ByteBuffer bytes) throws IOException {
        int end = bytes.limit();
        while (bytes.hasRemaining()) {
            if (!buffer.hasRemaining()) {
                flush(file, buffer);
            }
            bytes.limit(Math.min(end, bytes.position() + buffer.remaining()));
            buffer.put(bytes);
            bytes.limit(end);
        }
    }

    private static void flush(FileChannel file, ByteBuffer buffer) throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            file.write(buffer);
        }
        buffer.clear();
    }

    /** Makes the shard appear. */
    public void finish() throws IOException {
        writeIndex("end\t" + documents + "\t" + written);
        flush(tokenFile, tokens);
        flush(indexFile, index);
        tokenFile.force(true);
        indexFile.force(true);
        close();
        appear(TokenShard.tokens(folder, name));
        appear(TokenShard.index(folder, name));
    }

    private static void appear(Path file) throws IOException {
        Files.move(unfinished(file), file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel folder = FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        } catch (IOException e) {
            // Some systems cannot open a folder; there the rename alone has to do.
            return;
        }
    }

    private static FileChannel open(Path file) throws IOException {
        return FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
    }

    private static Path unfinished(Path file) {
        return file.resolveSibling(file.getFileName() + ".tmp");
    }

    /** Leaves an unfinished shard unfinished. */
    @Override
    public void close() throws IOException {
        tokenFile.close();
        indexFile.close();
    }
}
