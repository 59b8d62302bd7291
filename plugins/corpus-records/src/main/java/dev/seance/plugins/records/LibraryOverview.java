// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.records;

import dev.seance.api.corpus.SourceOverview;
import dev.seance.kit.files.TextFile;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/** What the library's files tell of themselves without being read: by their names, by a sample, by their footers. */
final class LibraryOverview {

    /** How many files or archives are looked into. */
    private static final int SAMPLES = 12;

    /** How much of an archive is looked at. */
    private static final long SAMPLE_BYTES = 4 << 20;

    /** What an archive has for an entry, beside its content. */
    private static final int HEADER = 768;

    private LibraryOverview() {}

    /** Items by the files' names; pages by how many a byte of some files has. */
    static SourceOverview ofFiles(DataFiles files) {
        Set<String> items = new HashSet<>();
        boolean all = true;
        for (TextFile file : files.files()) {
            Optional<String> item = LibraryFiles.item(file.name());
            item.ifPresent(items::add);
            all &= item.isPresent();
        }
        Sample sample = new Sample();
        spread(files.files()).forEach(file -> sample.file(file));
        return overview(files, all ? OptionalLong.of(items.size()) : OptionalLong.empty(), sample.pages(files.bytes()));
    }

    /** Items and pages by how many a byte of the beginnings of some archives has. */
    static SourceOverview ofArchives(DataFiles files) {
        Sample sample = new Sample();
        spread(files.files()).forEach(file -> sample.archive(file));
        return overview(files, sample.items(files.bytes()), sample.pages(files.bytes()));
    }

    /** Rows by the footers, items and years by their columns. */
    static SourceOverview ofParquet(DataFiles files, Path temporary) throws IOException {
        Set<String> items = new HashSet<>();
        long pages = 0;
        Years years = new Years();
        try (DuckDb duckDb = new DuckDb(temporary)) {
            for (TextFile file : files.files()) {
                try {
                    LibraryTable table = LibraryTable.of(duckDb, file);
                    String date = table.column("date")
                            .map(column -> "CAST(" + column + " AS VARCHAR)")
                            .orElse("NULL");
                    try (ResultSet rows = duckDb.query("SELECT " + table.record() + ", min(" + date + "), max(" + date
                            + "), count(*) FROM " + DuckDb.rowsOf(file) + " GROUP BY 1")) {
                        while (rows.next()) {
                            pages += rows.getLong(4);
                            String record = rows.getString(1);
                            items.add(record == null ? "" : PageRow.recordId(record));
                            years.add(rows.getString(2));
                            years.add(rows.getString(3));
                        }
                    }
                } catch (SQLException | BadRow e) {
                    // Reading it reports it; a plan goes by the others.
                    continue;
                }
            }
        }
        return new SourceOverview(
                OptionalLong.of(items.size()), OptionalLong.of(pages), files.bytes(), years.first(), years.last());
    }

    private static SourceOverview overview(DataFiles files, OptionalLong items, OptionalLong pages) {
        Years years = new Years();
        files.files().forEach(file -> LibraryFiles.years(file.name()).ifPresent(years::add));
        return new SourceOverview(items, pages, files.bytes(), years.first(), years.last());
    }

    /** Some of the files, evenly over all. */
    private static Stream<TextFile> spread(List<TextFile> files) {
        int count = Math.min(SAMPLES, files.size());
        return Stream.iterate(0, i -> i < count, i -> i + 1)
                .map(i -> files.get((int) ((long) i * files.size() / count)));
    }

    /** Counts what is in some files. */
    private static final class Sample {

        private long items;
        private long pages;
        private long bytes;

        void file(TextFile file) {
            try (ByteLines lines = new ByteLines(file.decompressed(), PageLines.LONGEST)) {
                pages += count(lines);
                bytes += file.bytes();
            } catch (IOException e) {
                // Reading it reports it.
                return;
            }
        }

        void archive(TextFile file) {
            long seen = 0;
            try (LibraryArchive archive = new LibraryArchive(file)) {
                boolean more = archive.next();
                for (; more && seen < SAMPLE_BYTES; more = archive.next()) {
                    if (archive.regular() && LibraryFiles.isRows(archive.name())) {
                        try (ByteLines lines = new ByteLines(archive.content(), PageLines.LONGEST)) {
                            pages += count(lines);
                        }
                        items++;
                    }
                    seen += archive.size() + HEADER;
                }
                bytes += more ? seen : file.bytes();
            } catch (IOException e) {
                return;
            }
        }

        private static long count(ByteLines lines) throws IOException {
            long count = 0;
            while (lines.next()) {
                count += lines.blank() ? 0 : 1;
            }
            return count;
        }

        OptionalLong items(long all) {
            return scaled(items, all);
        }

        OptionalLong pages(long all) {
            return scaled(pages, all);
        }

        private OptionalLong scaled(long count, long all) {
            return bytes == 0 ? OptionalLong.empty() : OptionalLong.of(Math.round((double) count * all / bytes));
        }
    }
}
