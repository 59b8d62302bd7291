// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.store;

import com.github.luben.zstd.ZstdOutputStream;
import dev.seance.api.corpus.CorpusSize;
import dev.seance.api.corpus.Document;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes documents to one {@code .jsonl.zst} file, a zstd frame of its own, and counts them. One thread. */
public final class DocumentWriter implements Closeable {

    private final Writer out;
    private CorpusSize size = CorpusSize.NOTHING;

    public DocumentWriter(Path file) throws IOException {
        out = new BufferedWriter(
                new OutputStreamWriter(new ZstdOutputStream(Files.newOutputStream(file)), StandardCharsets.UTF_8));
    }

    public void write(Document document) throws IOException {
        out.write(DocumentJson.write(document));
        out.write('\n');
        long bytes = document.text().getBytes(StandardCharsets.UTF_8).length;
        size = size.plus(new CorpusSize(1, document.words(), bytes));
    }

    public CorpusSize size() {
        return size;
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
