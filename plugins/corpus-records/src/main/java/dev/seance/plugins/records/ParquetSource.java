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
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.pf4j.Extension;

/** Reads Parquet files through DuckDB, in ranges of rows. */
@Extension
@ExtensionSpec(
        name = "parquet",
        summary = "Reads .parquet files, a document a row, with a mapping of columns.",
        options = ParquetOptions.class)
public final class ParquetSource extends RecordSource {

    private static final long SPLIT = 64L << 20;

    private final Path temporary;
    private final long split;

    @Inject
    public ParquetSource(ParquetOptions options, Environment environment) {
        this(options, DigestCache.of(environment), new TextMemory(), environment.cache(), SPLIT);
    }

    ParquetSource(ParquetOptions options, DigestCache digests, TextMemory memory, Path temporary, long split) {
        super("parquet", options.path(), options.fields(), options.language(), Set.of(".parquet"), digests, memory);
        this.temporary = temporary;
        this.split = split;
    }

    @Override
    OptionalLong count(TextFile file) throws IOException {
        try (DuckDb duckDb = new DuckDb(temporary);
                ResultSet row = duckDb.query("SELECT count(*) FROM " + DuckDb.rowsOf(file))) {
            return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
        } catch (SQLException e) {
            // Reading the file reports it.
            return OptionalLong.empty();
        }
    }

    @Override
    List<Long> borders(TextFile file) throws IOException {
        long rows = count(file).orElse(0);
        long count = Math.max(1, Math.min(rows, file.bytes() / split));
        List<Long> borders = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            borders.add(rows / count * i);
        }
        borders.add(Long.MAX_VALUE);
        return borders;
    }

    @Override
    Records records(TextFile file, long from, long to) throws IOException, BadRow {
        return new ParquetRecords(file, from, to, temporary);
    }
}
