// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.corpus;

import com.github.luben.zstd.ZstdInputStream;
import dev.seance.api.run.UserError;
import dev.seance.core.store.Artifact;
import dev.seance.core.store.Json;
import dev.seance.core.store.StoredCorpus;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What one filter made of one document, as a corpus artifact records it.
 *
 * @param document the document's id
 * @param filter the filter's name
 * @param verdict {@code changed} or {@code dropped}
 * @param reason the category
 * @param detail the particular, or null
 */
record DocumentVerdict(String document, String filter, String verdict, String reason, String detail) {

    boolean dropped() {
        return verdict.equals("dropped");
    }

    /** {@code era: dropped, after the era (published 1912)}. */
    String inWords() {
        return filter + ": " + verdict + ", " + reason + (detail == null ? "" : " (" + detail + ")");
    }

    /** Reads an artifact's verdicts lazily, in the corpus's order. The caller closes the stream. */
    static Stream<DocumentVerdict> of(Artifact corpus) throws IOException {
        Path file = corpus.file(StoredCorpus.VERDICTS);
        if (!Files.exists(file)) {
            throw new UserError("step '" + corpus.manifest().step()
                    + "' was made by an older version, which recorded no" + " verdicts; make it again to see them");
        }
        BufferedReader lines = new BufferedReader(
                new InputStreamReader(new ZstdInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8));
        return lines.lines().map(DocumentVerdict::read).onClose(() -> {
            try {
                lines.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static DocumentVerdict read(String line) {
        try {
            return Json.mapper().readValue(line, DocumentVerdict.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
