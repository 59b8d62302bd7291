// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.records;

import dev.seance.kit.files.TextFile;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The rows of a range of a Parquet file, all values as text. */
final class ParquetRecords implements Records {

    private static final String ROW_NUMBER = "file_row_number";

    private final DuckDb duckDb;
    private final List<String> columns;
    private final ResultSet rows;
    private long row;

    /**
     * @param from the first row, from 0
     * @param to the row after the last one
     */
    ParquetRecords(TextFile file, long from, long to, Path temporary) throws IOException, BadRow {
        this.row = from - 1;
        this.duckDb = new DuckDb(temporary);
        try {
            this.columns = duckDb.columns(file);
            columns.remove(ROW_NUMBER);
            String selection = columns.stream()
                    .map(column -> "CAST(" + DuckDb.identifier(column) + " AS VARCHAR)")
                    .collect(Collectors.joining(", "));
            this.rows = duckDb.query("SELECT " + ROW_NUMBER + ", " + selection + " FROM " + DuckDb.rowsOf(file)
                    + " WHERE " + ROW_NUMBER + " >= " + from + " AND " + ROW_NUMBER + " < " + to);
        } catch (SQLException e) {
            duckDb.close();
            throw new BadRow("damaged Parquet file", DuckDb.words(e), "fetch the file again");
        }
    }

    @Override
    public Optional<List<String>> columns() {
        return Optional.of(columns);
    }

    @Override
    public Map<String, String> next() throws IOException {
        try {
            if (!rows.next()) {
                return null;
            }
            row = rows.getLong(1);
            Map<String, String> record = new LinkedHashMap<>();
            for (int i = 0; i < columns.size(); i++) {
                String value = rows.getString(i + 2);
                if (value != null) {
                    record.put(columns.get(i), value);
                }
            }
            return record;
        } catch (SQLException e) {
            throw new IOException(DuckDb.words(e), e);
        }
    }

    @Override
    public String number() {
        return "" + (row + 1);
    }

    @Override
    public String place() {
        return "row " + (row + 1);
    }

    @Override
    public void close() throws IOException {
        duckDb.close();
    }
}
