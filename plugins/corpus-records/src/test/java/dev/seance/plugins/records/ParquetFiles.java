// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.records;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.duckdb.DuckDBDriver;

/** Parquet files made of JSONL. */
final class ParquetFiles {

    private ParquetFiles() {}

    /**
     * Writes a file of rows as Parquet files.
     *
     * @param replaced what to select otherwise, such as {@code (CAST("date" AS VARCHAR)) AS "date"}, or ""
     * @param order what to order the rows by, or "" for their own order
     */
    static void write(Path rows, Path folder, int rowsEach, String replaced, String order)
            throws IOException, SQLException {
        Files.createDirectories(folder);
        try (Connection connection = new DuckDBDriver().connect("jdbc:duckdb:", new Properties());
                Statement statement = connection.createStatement()) {
            statement.execute("SET memory_limit = '1GB'");
            statement.execute(
                    "CREATE TABLE pages AS SELECT * " + (replaced.isEmpty() ? "" : "REPLACE (" + replaced + ")")
                            + " FROM read_json(" + DuckDb.pattern(rows)
                            + ", format = 'newline_delimited', maximum_object_size = 20000000,"
                            + " columns = {record_id: 'VARCHAR', date: 'INTEGER', raw_date: 'VARCHAR', title: 'VARCHAR', place:"
                            + " 'VARCHAR', empty_pg: 'BOOLEAN', text: 'VARCHAR', pg: 'INTEGER', mean_wc_ocr: 'DOUBLE',"
                            + " std_wc_ocr: 'DOUBLE', Name: 'VARCHAR', \"All names\": 'VARCHAR', Publisher: 'VARCHAR', \"Country"
                            + " of publication 1\": 'VARCHAR', \"All Countries of publication\": 'VARCHAR', \"Physical"
                            + " description\": 'VARCHAR', Language_1: 'VARCHAR', Language_2: 'VARCHAR', Language_3: 'VARCHAR',"
                            + " Language_4: 'VARCHAR', multi_language: 'BOOLEAN'})");
            statement.execute("ALTER TABLE pages RENAME COLUMN Name TO name");
            statement.execute("ALTER TABLE pages RENAME COLUMN \"All names\" TO all_names");
            statement.execute(
                    "ALTER TABLE pages RENAME COLUMN \"All Countries of publication\" TO \"all Countries of publication\"");
            if (!order.isEmpty()) {
                statement.execute("CREATE TABLE sorted AS FROM pages ORDER BY " + order);
                statement.execute("DROP TABLE pages");
                statement.execute("ALTER TABLE sorted RENAME TO pages");
            }
            long count;
            try (ResultSet counted = statement.executeQuery("SELECT count(*) FROM pages")) {
                counted.next();
                count = counted.getLong(1);
            }
            long files = (count + rowsEach - 1) / rowsEach;
            for (long i = 0; i < files; i++) {
                statement.execute("COPY (SELECT * FROM pages WHERE rowid >= " + i * rowsEach + " AND rowid < "
                        + (i + 1) * rowsEach + ") TO "
                        + DuckDb.literal(folder.resolve(String.format("train-%05d-of-%05d.parquet", i, files))
                                .toString())
                        + " (FORMAT parquet, ROW_GROUP_SIZE 2048)");
            }
        }
    }

    /** Writes what a query gives. */
    static void copy(String query, Path file) throws SQLException {
        try (Connection connection = new DuckDBDriver().connect("jdbc:duckdb:", new Properties());
                Statement statement = connection.createStatement()) {
            statement.execute("COPY (" + query + ") TO " + DuckDb.literal(file.toString()) + " (FORMAT parquet)");
        }
    }
}
