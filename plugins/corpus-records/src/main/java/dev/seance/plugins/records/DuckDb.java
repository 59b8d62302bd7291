// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.records;

import dev.seance.kit.files.TextFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import org.duckdb.DuckDBDriver;

/**
 * A DuckDB of its own for reading some Parquet files: on one thread, in little memory, without the network. What does not
 * fit into its memory it puts into a folder that is removed with it. One thread.
 */
final class DuckDb implements Closeable {

    /** Beside Java's memory, for each split that is being read. */
    private static final String MEMORY = "384MB";

    private static final AtomicLong COUNT = new AtomicLong();

    private final Connection connection;

    /** @param temporary a folder for what does not fit into memory; need not exist */
    DuckDb(Path temporary) {
        Properties settings = new Properties();
        settings.setProperty("threads", "1");
        settings.setProperty("memory_limit", MEMORY);
        settings.setProperty(
                "temp_directory",
                temporary
                        .resolve("duckdb-" + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet())
                        .toString());
        settings.setProperty("autoinstall_known_extensions", "false");
        settings.setProperty("autoload_known_extensions", "false");
        settings.setProperty("jdbc_stream_results", "true");
        try {
            connection = new DuckDBDriver().connect("jdbc:duckdb:", settings);
        } catch (SQLException e) {
            throw new IllegalStateException("DuckDB does not start: " + e.getMessage(), e);
        }
    }

    /** The rows of a query, to be closed before the next one. */
    ResultSet query(String sql) throws SQLException {
        Statement statement = connection.createStatement();
        statement.closeOnCompletion();
        return statement.executeQuery(sql);
    }

    /** The names of a file's columns. */
    List<String> columns(TextFile file) throws SQLException {
        List<String> columns = new ArrayList<>();
        try (ResultSet rows = query("DESCRIBE SELECT * FROM " + rowsOf(file))) {
            while (rows.next()) {
                columns.add(rows.getString(1));
            }
        }
        return columns;
    }

    /** A file as the table of a query, with {@code file_row_number} beside its columns. */
    static String rowsOf(TextFile file) {
        return "read_parquet(" + pattern(file.path()) + ", file_row_number = true, hive_partitioning = false)";
    }

    /** A path as a literal that means this one file: what a shell would take for a pattern, DuckDB would too. */
    static String pattern(Path path) {
        return literal(path.toString().replaceAll("[\\[*?]", "[$0]"));
    }

    static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    static String identifier(String column) {
        return "\"" + column.replace("\"", "\"\"") + "\"";
    }

    @Override
    public void close() throws IOException {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** What DuckDB says, in its first line. */
    static String words(SQLException e) {
        return ("" + e.getMessage()).lines().findFirst().orElse("");
    }
}
