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

/** Reads electronic books: a document and a split a file. */
@Extension
@ExtensionSpec(
        name = "epub",
        summary = "Reads the text of .epub books in reading order, without covers, contents and notes.",
        options = EpubOptions.class)
public final class EpubSource extends BookSource {

    private final EpubOptions options;

    @Inject
    public EpubSource(EpubOptions options, Environment environment) {
        this(options, DigestCache.of(environment), new TextMemory());
    }

    EpubSource(EpubOptions options, DigestCache digests, TextMemory memory) {
        super(options.path(), Set.of(".epub"), options.years(), digests, memory);
        this.options = options;
    }

    @Override
    Books books(String id, TextFile file, BadRecords bad) throws IOException {
        return new EpubBook(id, file, options.language(), years(), memory(), bad);
    }
}
