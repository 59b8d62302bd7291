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
        ZstdOutputStream compressed = new ZstdOutputStream(Files.newOutputStream(file));
        // Without one, a flipped bit can pass for other text.
        compressed.setChecksum(true);
        out = new BufferedWriter(new OutputStreamWriter(compressed, StandardCharsets.UTF_8));
    }

    public void write(Document document) throws IOException {
        DocumentJson.write(document, out);
        out.write('\n');
        size = size.plus(new CorpusSize(1, document.words(), Utf8.bytes(document.text())));
    }

    public CorpusSize size() {
        return size;
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
