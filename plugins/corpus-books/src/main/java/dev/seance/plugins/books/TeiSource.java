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
import java.util.Optional;
import java.util.Set;
import org.pf4j.Extension;

/** Reads transcriptions in TEI: a document a text, a split a file. Namespaces, and the case of names, do not matter. */
@Extension
@ExtensionSpec(
        name = "tei",
        summary = "Reads the bodies of texts in TEI XML, as ELTeC and the Text Creation Partnership encode them.",
        options = TeiOptions.class)
public final class TeiSource extends BookSource {

    private final TeiOptions options;

    @Inject
    public TeiSource(TeiOptions options, Environment environment) {
        this(options, DigestCache.of(environment), new TextMemory());
    }

    TeiSource(TeiOptions options, DigestCache digests, TextMemory memory) {
        super(options.path(), Set.of(".xml", ".tei"), Optional.empty(), digests, memory);
        this.options = options;
    }

    @Override
    Books books(String id, TextFile file, BadRecords bad) {
        return new TeiBooks(id, file, options.language(), memory(), bad);
    }
}
