// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.records;

import dev.seance.api.plugin.ExtensionSpec;
import dev.seance.api.run.Environment;
import dev.seance.kit.files.DigestCache;
import dev.seance.kit.files.TextFile;
import dev.seance.kit.files.TextMemory;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.pf4j.Extension;

/** Reads tables of text. A file is one split: where a row begins can only be told from the beginning, for the quotes. */
@Extension
@ExtensionSpec(
        name = "csv",
        summary = "Reads .csv and .tsv files, a document a row, with a mapping of columns.",
        options = CsvOptions.class)
public final class CsvSource extends RecordSource {

    private final CsvOptions options;

    @Inject
    public CsvSource(CsvOptions options, Environment environment) {
        this(options, DigestCache.of(environment), new TextMemory());
    }

    CsvSource(CsvOptions options, DigestCache digests, TextMemory memory) {
        super("csv", options.path(), options.fields(), options.language(), Set.of(".csv", ".tsv"), digests, memory);
        this.options = options;
    }

    @Override
    List<Long> borders(TextFile file) {
        return List.of(0L, Long.MAX_VALUE);
    }

    @Override
    Records records(TextFile file, long from, long to) throws IOException, BadRow {
        return new CsvRecords(file, options.separator(), options.charset(), memory());
    }
}
