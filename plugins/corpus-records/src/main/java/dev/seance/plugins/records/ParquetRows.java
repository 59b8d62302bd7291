// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.records;

import dev.seance.api.corpus.BadRecord;
import dev.seance.api.corpus.BadRecords;
import dev.seance.kit.files.TextFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;

/** The pages in some rows of a Parquet file, in the file's order. Rows that are no pages are reported. One thread. */
final class ParquetRows implements Closeable {

    private static final String FETCH = "fetch the file again";

    /** The place of {@code file_row_number} in a selection. */
    private static final int ROW_NUMBER = 5;

    private final TextFile file;
    private final BadRecords bad;
    private final DuckDb duckDb;
    private LibraryTable table;
    private ResultSet rows;
    private String previous = "";
    private long row = -1;
    private boolean damaged;

    /**
     * Begins to read; a file that cannot be read is reported, and has no pages.
     *
     * @param condition which rows, after WHERE; {@code RECORD} stands for the item's id as text
     */
    ParquetRows(TextFile file, String condition, Path temporary, BadRecords bad) throws IOException {
        this.file = file;
        this.bad = bad;
        this.duckDb = new DuckDb(temporary);
        try {
            table = LibraryTable.of(duckDb, file);
            rows = duckDb.query("SELECT " + table.selection() + " FROM " + DuckDb.rowsOf(file) + " WHERE "
                    + condition.replace("RECORD", table.record()));
        } catch (SQLException e) {
            failed(e);
        } catch (BadRow e) {
            damaged = true;
            report(e);
        }
    }

    /** The next page, or null at the end, and where the file is {@link #damaged}. */
    PageRow next() {
        while (advance()) {
            try {
                PageRow page = table.page(rows, previous);
                previous = page.record();
                return page;
            } catch (BadRow e) {
                report(e);
            } catch (SQLException e) {
                failed(e);
            }
        }
        return null;
    }

    private boolean advance() {
        try {
            if (damaged || !rows.next()) {
                return false;
            }
            row = rows.getLong(ROW_NUMBER);
            return true;
        } catch (SQLException e) {
            failed(e);
            return false;
        }
    }

    private void failed(SQLException e) {
        damaged = true;
        String place = row < 0 ? file.name() : file.name() + ", after row " + (row + 1);
        bad.report(new BadRecord(place, "damaged Parquet file", DuckDb.words(e), FETCH));
    }

    /** Reports the page that was read last. */
    void report(BadRow problem) {
        bad.report(problem.at(row < 0 ? file.name() : file.name() + ", row " + (row + 1)));
    }

    /** Whether the file ended before its time; what was read of its last item is not whole. */
    boolean damaged() {
        return damaged;
    }

    @Override
    public void close() throws IOException {
        duckDb.close();
    }
}
