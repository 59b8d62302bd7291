// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.store;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.github.luben.zstd.ZstdInputStream;
import dev.seance.api.corpus.TextReader;
import dev.seance.api.corpus.Utf8;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads the texts of one {@code .jsonl.zst} off its bytes: no line as a string, no tree of it, no fields but two. Twice
 * as fast as by way of documents.
 */
final class StoredTextReader implements TextReader {

    private final Path file;
    private final JsonParser rows;
    private String id = "";
    private byte[] text = {};
    private int position;

    StoredTextReader(Path file) throws IOException {
        this.file = file;
        InputStream bytes = Files.newInputStream(file);
        try {
            this.rows = Json.mapper().getFactory().createParser(new ZstdInputStream(bytes));
        } catch (IOException e) {
            bytes.close();
            throw JsonLines.damaged(file, e);
        }
    }

    @Override
    public boolean next() throws IOException {
        try {
            return readRow();
        } catch (IOException e) {
            throw JsonLines.damaged(file, e);
        }
    }

    private boolean readRow() throws IOException {
        JsonToken begin = rows.nextToken();
        if (begin == null) {
            return false;
        }
        if (begin != JsonToken.START_OBJECT) {
            throw new IOException("a row begins with " + begin + ", not as an object");
        }
        id = "";
        text = new byte[0];
        position = 0;
        for (String field = rows.nextFieldName(); field != null; field = rows.nextFieldName()) {
            JsonToken value = rows.nextToken();
            if (value == JsonToken.VALUE_STRING && field.equals("text")) {
                text = Utf8.bytes(rows.getText());
            } else if (value == JsonToken.VALUE_STRING && field.equals("id")) {
                id = rows.getText();
            } else {
                rows.skipChildren();
            }
        }
        if (id.isBlank()) {
            throw new IOException("a document needs an id");
        }
        return true;
    }

    @Override
    public String document() {
        return id;
    }

    @Override
    public int read(byte[] into, int from, int length) {
        int count = Math.min(length, text.length - position);
        if (count == 0) {
            return -1;
        }
        System.arraycopy(text, position, into, from, count);
        position += count;
        return count;
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
