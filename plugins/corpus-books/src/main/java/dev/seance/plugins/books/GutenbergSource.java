// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.books;

import dev.seance.api.corpus.BadRecords;
import dev.seance.api.plugin.ExtensionSpec;
import dev.seance.api.run.Environment;
import dev.seance.kit.files.DigestCache;
import dev.seance.kit.files.TextFile;
import dev.seance.kit.files.TextMemory;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.Set;
import org.pf4j.Extension;

/** Reads Project Gutenberg's plain texts: a document and a split a file. */
@Extension
@ExtensionSpec(
        name = "gutenberg",
        summary = "Reads Project Gutenberg's .txt files without their licence, with lines joined to paragraphs.",
        options = GutenbergOptions.class)
public final class GutenbergSource extends BookSource {

    private final GutenbergOptions options;
    private final EncodingNotes notes = new EncodingNotes();

    @Inject
    public GutenbergSource(GutenbergOptions options, Environment environment) {
        this(options, DigestCache.of(environment), new TextMemory());
    }

    GutenbergSource(GutenbergOptions options, DigestCache digests, TextMemory memory) {
        super(options.path(), Set.of(".txt"), options.years(), digests, memory);
        this.options = options;
    }

    @Override
    Books books(String id, TextFile file, BadRecords bad) throws IOException {
        return new GutenbergBook(id, file, options.language(), years(), notes, memory(), bad);
    }
}
