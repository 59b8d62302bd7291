// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.records;

import dev.seance.api.corpus.InputSplit;
import dev.seance.kit.files.TextFile;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Cuts Parquet files into splits that hold whole items. Where each item's rows lie is read from the column of ids alone.
 * Items in consecutive rows of one file are read as they come, in ranges of rows; the others, which go on in the next
 * file or whose pages lie scattered, are splits of their own.
 */
final class LibraryParquet {

    /** How many bytes of a file make a split, about. */
    private static final long SPLIT = 128L << 20;

    /** How many rows of items in several places make a split; their items are in memory at once. */
    private static final int SCATTERED = 10_000;

    /** What a page takes, compressed. */
    private static final long ROW_BYTES = 750;

    private final DataFiles files;
    private final Path temporary;
    private final long splitBytes;

    /** Where the rows of an item lie in a file. */
    private record Piece(int file, String raw, long first, long last, long rows) {

        boolean consecutive() {
            return last - first + 1 == rows;
        }
    }

    LibraryParquet(DataFiles files, Path temporary) {
        this(files, temporary, SPLIT);
    }

    LibraryParquet(DataFiles files, Path temporary, long splitBytes) {
        this.files = files;
        this.temporary = temporary;
        this.splitBytes = splitBytes;
    }

    List<InputSplit> splits() throws IOException {
        Map<String, List<Piece>> items = new TreeMap<>();
        long[] rows = new long[files.files().size()];
        try (DuckDb duckDb = new DuckDb(temporary)) {
            for (int i = 0; i < rows.length; i++) {
                rows[i] = index(duckDb, i, items);
            }
        }
        List<List<Piece>> inPlace = new ArrayList<>();
        List<Set<String>> leftOut = new ArrayList<>();
        for (int i = 0; i < rows.length; i++) {
            inPlace.add(new ArrayList<>());
            leftOut.add(new TreeSet<>());
        }
        List<List<Piece>> scattered = new ArrayList<>();
        for (List<Piece> pieces : items.values()) {
            if (pieces.size() == 1 && pieces.get(0).consecutive()) {
                inPlace.get(pieces.get(0).file()).add(pieces.get(0));
            } else {
                scattered.add(pieces);
                pieces.forEach(piece -> leftOut.get(piece.file()).add(piece.raw()));
            }
        }
        List<InputSplit> splits = new ArrayList<>();
        for (int i = 0; i < rows.length; i++) {
            splits.addAll(ranges(i, rows[i], inPlace.get(i), leftOut.get(i)));
        }
        splits.addAll(scattered(scattered));
        return splits;
    }

    /** Reads where the items of a file lie; the number of its rows, or 0 when it cannot be read, which is reported later. */
    private long index(DuckDb duckDb, int index, Map<String, List<Piece>> items) {
        TextFile file = files.files().get(index);
        Map<String, List<Piece>> found = new HashMap<>();
        long count = 0;
        try {
            String record = LibraryTable.of(duckDb, file).record();
            try (ResultSet rows = duckDb.query("SELECT " + record + ", min(file_row_number), max(file_row_number),"
                    + " count(*) FROM " + DuckDb.rowsOf(file) + " GROUP BY 1")) {
                while (rows.next()) {
                    count += rows.getLong(4);
                    String raw = rows.getString(1);
                    if (raw != null && !raw.isBlank()) {
                        found.computeIfAbsent(PageRow.recordId(raw), id -> new ArrayList<>())
                                .add(new Piece(index, raw, rows.getLong(2), rows.getLong(3), rows.getLong(4)));
                    }
                }
            }
        } catch (SQLException | BadRow e) {
            return 0;
        }
        found.forEach((id, pieces) ->
                items.computeIfAbsent(id, ignored -> new ArrayList<>()).addAll(pieces));
        return count;
    }

    /** A file's splits: ranges of rows that begin with an item. */
    private List<InputSplit> ranges(int index, long rows, List<Piece> pieces, Set<String> leftOut) {
        TextFile file = files.files().get(index);
        pieces.sort(Comparator.comparingLong(Piece::first));
        int count = (int) Math.max(1, Math.min(file.bytes() / splitBytes, pieces.size()));
        List<Long> starts = new ArrayList<>(List.of(0L));
        for (Piece piece : pieces) {
            long wanted = rows / count * starts.size();
            if (starts.size() < count && piece.first() >= wanted && piece.first() > starts.get(starts.size() - 1)) {
                starts.add(piece.first());
            }
        }
        List<InputSplit> splits = new ArrayList<>();
        for (int i = 0; i < starts.size(); i++) {
            List<String> values = new ArrayList<>(List.of(files.location(file), "" + starts.get(i)));
            values.add("" + (i + 1 < starts.size() ? starts.get(i + 1) : Long.MAX_VALUE));
            values.addAll(leftOut);
            String id = starts.size() == 1 ? file.name() : file.name() + "#" + (i + 1) + "of" + starts.size();
            splits.add(new LibrarySplit(LibrarySplit.Kind.PARQUET, values).split(id, file.bytes() / starts.size()));
        }
        return splits;
    }

    private List<InputSplit> scattered(List<List<Piece>> items) {
        List<InputSplit> splits = new ArrayList<>();
        List<Piece> some = new ArrayList<>();
        long rows = 0;
        for (List<Piece> item : items) {
            some.addAll(item);
            rows += item.stream().mapToLong(Piece::rows).sum();
            if (rows >= SCATTERED) {
                splits.add(scattered(some, splits.size() + 1));
                some.clear();
                rows = 0;
            }
        }
        if (!some.isEmpty()) {
            splits.add(scattered(some, splits.size() + 1));
        }
        return splits;
    }

    private InputSplit scattered(List<Piece> pieces, int number) {
        Set<Integer> indexes = new TreeSet<>();
        Set<String> ids = new TreeSet<>();
        for (Piece piece : pieces) {
            indexes.add(piece.file());
            ids.add(piece.raw());
        }
        List<String> values = new ArrayList<>(List.of("" + indexes.size()));
        indexes.forEach(file -> values.add(files.location(files.files().get(file))));
        values.addAll(ids);
        long rows = pieces.stream().mapToLong(Piece::rows).sum();
        return new LibrarySplit(LibrarySplit.Kind.SCATTERED, values)
                .split("items in several places #" + number, rows * ROW_BYTES);
    }
}
