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
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.pf4j.Extension;

/** Reads files with a JSON object a line. A file that is not compressed is read in stretches. */
@Extension
@ExtensionSpec(
        name = "jsonl",
        summary = "Reads .jsonl files, a document a line, with a mapping of keys.",
        options = JsonlOptions.class)
public final class JsonlSource extends RecordSource {

    private static final long SPLIT = 64L << 20;

    private final long split;

    @Inject
    public JsonlSource(JsonlOptions options, Environment environment) {
        this(options, DigestCache.of(environment), new TextMemory(), SPLIT);
    }

    JsonlSource(JsonlOptions options, DigestCache digests, TextMemory memory, long split) {
        super(
                "jsonl",
                options.path(),
                options.fields(),
                options.language(),
                Set.of(".jsonl", ".ndjson"),
                digests,
                memory);
        this.split = split;
    }

    @Override
    List<Long> borders(TextFile file) {
        List<Long> borders = new ArrayList<>();
        for (long at = 0; at < file.bytes() && !file.compressed(); at += split) {
            borders.add(at);
        }
        if (borders.isEmpty()) {
            borders.add(0L);
        }
        borders.add(Long.MAX_VALUE);
        return borders;
    }

    @Override
    Records records(TextFile file, long from, long to) throws IOException {
        return new JsonlRecords(file, from, to, memory());
    }
}
