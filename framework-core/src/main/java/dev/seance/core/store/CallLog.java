// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.store;

import dev.seance.api.run.UserError;
import dev.seance.api.synthesis.FinishReason;
import dev.seance.api.synthesis.LlmReply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;

/**
 * Every request that was sent to a language model and what came of it, in one SQLite file that anyone can open: an answer
 * that arrived is found here again and never bought twice.
 *
 * <p>A request is written down before it is sent and its answer before anybody is given it, each forced onto the disk. What
 * is left without an end was cut by a kill; what it may have cost counts as spent.
 *
 * <p>Safe for use by several threads and processes.
 */
public final class CallLog implements AutoCloseable {

    /** The file's name in a store. */
    public static final String FILE = "llm-calls.sqlite";

    private static final int BUSY_MILLIS = 30_000;
    /** 1 had no batches. */
    private static final int VERSION = 2;

    private static final String SCHEMA = """
            CREATE TABLE IF NOT EXISTS calls (
              id INTEGER PRIMARY KEY,
              key TEXT NOT NULL,
              step_key TEXT NOT NULL,
              step TEXT NOT NULL,
              run TEXT NOT NULL,
              provider TEXT NOT NULL,
              model TEXT NOT NULL,
              request TEXT NOT NULL,
              sent TEXT NOT NULL,
              most_usd REAL NOT NULL,
              ended TEXT,
              reply TEXT,
              finish_reason TEXT,
              input_tokens INTEGER,
              output_tokens INTEGER,
              usd REAL,
              error TEXT,
              batch TEXT
            )""";

    private final Path file;
    private final Connection connection;

    private CallLog(Path file, Connection connection) {
        this.file = file;
        this.connection = connection;
    }

    /**
     * Opens the log, or begins one.
     *
     * @throws UserError when the file is no such log
     * @throws IOException when its folder cannot be written
     */
    public static CallLog open(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(JournalMode.WAL);
        // Forced at every commit: a power cut may not cost what was paid for.
        config.setSynchronous(SynchronousMode.FULL);
        config.setBusyTimeout(BUSY_MILLIS);
        try {
            Connection connection = config.createConnection("jdbc:sqlite:" + file.toAbsolutePath());
            try (Statement statement = connection.createStatement()) {
                statement.execute(SCHEMA);
                addBatch(statement);
                statement.execute("CREATE INDEX IF NOT EXISTS calls_by_key ON calls (key)");
                statement.execute("CREATE INDEX IF NOT EXISTS calls_by_step ON calls (step_key)");
                statement.execute("CREATE INDEX IF NOT EXISTS calls_by_batch ON calls (batch) WHERE batch IS NOT NULL");
                statement.execute("PRAGMA user_version = " + VERSION);
            }
            return new CallLog(file, connection);
        } catch (SQLException e) {
            throw new UserError(
                    file + " cannot be used (" + e.getMessage()
                            + "); move it away: what it has of answers is bought again",
                    e);
        }
    }

    /** To a log of version 1. */
    private static void addBatch(Statement statement) throws SQLException {
        if (hasBatch(statement)) {
            return;
        }
        // Another process may be doing the same.
        statement.execute("BEGIN IMMEDIATE");
        if (!hasBatch(statement)) {
            statement.execute("ALTER TABLE calls ADD COLUMN batch TEXT");
        }
        statement.execute("COMMIT");
    }

    private static boolean hasBatch(Statement statement) throws SQLException {
        try (ResultSet column =
                statement.executeQuery("SELECT 1 FROM pragma_table_info('calls') WHERE name = 'batch'")) {
            return column.next();
        }
    }

    /**
     * A request as it is written down.
     *
     * @param key under which its answer is found again
     * @param stepKey the fingerprint of what the step makes
     * @param step the step's name
     * @param run the run's label
     * @param request the exact words, as JSON
     * @param mostUsd the most that it can cost, in US dollars
     */
    public record Request(
            String key,
            String stepKey,
            String step,
            String run,
            String provider,
            String model,
            String request,
            double mostUsd) {}

    /**
     * A request that is in a batch and has no answer yet.
     *
     * @param batch the batch's id at the service; "" where nobody heard whether the service took it
     * @param sent when the batch was handed over, as ISO-8601; the same of all its requests
     */
    public record InBatch(long id, String batch, String sent, Request request) {}

    /**
     * A call as the log has it.
     *
     * @param sent when, as ISO-8601
     * @param ended when; null while it is under way, or when a kill cut it
     * @param reply the answer; null without one
     * @param finishReason why the answer ended
     * @param usd what it cost, or may have
     * @param error why there is no answer; null with one
     * @param batch the id of the batch in which it was sent; null for a call of its own
     */
    public record Call(
            long id,
            String step,
            String run,
            String provider,
            String model,
            String request,
            String sent,
            String ended,
            String reply,
            String finishReason,
            long inputTokens,
            long outputTokens,
            double usd,
            String error,
            String batch) {}

    /**
     * What calls came to.
     *
     * @param calls requests sent
     * @param answers those that were answered
     * @param usd what all cost, those without an end counted at the most that they can have
     */
    public record Totals(long calls, long answers, long inputTokens, long outputTokens, double usd) {}

    /** The answer to a request that was answered before. */
    public synchronized Optional<LlmReply> answer(String key) {
        String sql = "SELECT reply, finish_reason, input_tokens, output_tokens FROM calls"
                + " WHERE key = ? AND reply IS NOT NULL ORDER BY id LIMIT 1";
        return query(
                        sql,
                        List.of(key),
                        row -> new LlmReply(
                                row.getString(1),
                                FinishReason.valueOf(row.getString(2)),
                                row.getLong(3),
                                row.getLong(4)))
                .stream()
                .findFirst();
    }

    /** Writes down that a request is about to be sent. */
    public synchronized long begin(Request request, String now) {
        return insert(request, now, null);
    }

    /** Writes down that a request is about to be sent in a batch. */
    public synchronized long beginInBatch(Request request, String now) {
        return insert(request, now, "");
    }

    private long insert(Request request, String now, String batch) {
        String sql = "INSERT INTO calls (key, step_key, step, run, provider, model, request, most_usd, sent, batch)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
        try (PreparedStatement statement = connection.prepareStatement(sql, Statement.RETURN_GENERATED_KEYS)) {
            set(
                    statement,
                    request.key(),
                    request.stepKey(),
                    request.step(),
                    request.run(),
                    request.provider(),
                    request.model(),
                    request.request(),
                    request.mostUsd(),
                    now,
                    batch);
            statement.executeUpdate();
            try (ResultSet keys = statement.getGeneratedKeys()) {
                keys.next();
                return keys.getLong(1);
            }
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /**
     * Writes down that requests, begun before, are in a batch that the service has. Another process may have held it for
     * lost meanwhile.
     */
    public synchronized void submitted(Collection<Long> ids, String batch) {
        String sql = "UPDATE calls SET batch = ?, ended = NULL, error = NULL, usd = NULL WHERE id = ?";
        together(() -> ids.forEach(id -> update(sql, batch, id)));
    }

    /** Whether a batch was handed over by anybody who writes here. */
    public synchronized boolean knowsBatch(String batch) {
        return !query("SELECT 1 FROM calls WHERE batch = ? LIMIT 1", List.of(batch), row -> true)
                .isEmpty();
    }

    /** The requests to a model whose answers may still be fetched, by whatever run they were sent. */
    public synchronized List<InBatch> inBatches(String provider, String model) {
        String sql = "SELECT id, batch, sent, key, step_key, step, run, provider, model, request, most_usd FROM calls"
                + " WHERE batch IS NOT NULL AND ended IS NULL AND provider = ? AND model = ? ORDER BY id";
        return query(
                sql,
                List.of(provider, model),
                row -> new InBatch(
                        row.getLong(1),
                        row.getString(2),
                        row.getString(3),
                        new Request(
                                row.getString(4),
                                row.getString(5),
                                row.getString(6),
                                row.getString(7),
                                row.getString(8),
                                row.getString(9),
                                row.getString(10),
                                row.getDouble(11))));
    }

    /** Does several writes as one, forced onto the disk once: after a kill all of them are there or none. */
    public synchronized void together(Runnable writes) {
        try {
            connection.setAutoCommit(false);
            try {
                writes.run();
                connection.commit();
            } catch (RuntimeException | Error e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** Writes down an answer. */
    public synchronized void answered(long id, LlmReply reply, double usd, String now) {
        update(
                "UPDATE calls SET reply = ?, finish_reason = ?, input_tokens = ?, output_tokens = ?, usd = ?, ended = ?"
                        + " WHERE id = ?",
                reply.text(),
                reply.finishReason().name(),
                reply.inputTokens(),
                reply.outputTokens(),
                usd,
                now,
                id);
    }

    /** Writes down that there was no answer. */
    public synchronized void failed(long id, String error, double usd, String now) {
        update("UPDATE calls SET error = ?, usd = ?, ended = ? WHERE id = ?", error, usd, now, id);
    }

    /** What the calls came to that were made for these artifacts. */
    public synchronized Totals totals(Collection<String> stepKeys) {
        String sql = "SELECT COUNT(*), COUNT(reply), COALESCE(SUM(input_tokens), 0), COALESCE(SUM(output_tokens), 0),"
                + " COALESCE(SUM(COALESCE(usd, most_usd)), 0) FROM calls WHERE step_key IN (" + marks(stepKeys) + ")";
        return query(
                        sql,
                        stepKeys,
                        row -> new Totals(
                                row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getDouble(5)))
                .get(0);
    }

    /** The calls that were made for these artifacts, in the order in which they were sent. */
    public synchronized List<Call> calls(Collection<String> stepKeys) {
        String sql = "SELECT id, step, run, provider, model, request, sent, ended, reply, finish_reason,"
                + " COALESCE(input_tokens, 0), COALESCE(output_tokens, 0), COALESCE(usd, most_usd), error, NULLIF(batch, '') FROM calls"
                + " WHERE step_key IN (" + marks(stepKeys) + ") ORDER BY id";
        return query(
                sql,
                stepKeys,
                row -> new Call(
                        row.getLong(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getString(6),
                        row.getString(7),
                        row.getString(8),
                        row.getString(9),
                        row.getString(10),
                        row.getLong(11),
                        row.getLong(12),
                        row.getDouble(13),
                        row.getString(14),
                        row.getString(15)));
    }

    @Override
    public synchronized void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    @FunctionalInterface
    private interface Row<T> {

        T read(ResultSet row) throws SQLException;
    }

    private <T> List<T> query(String sql, Collection<String> values, Row<T> reader) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            set(statement, values.toArray());
            List<T> found = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(reader.read(rows));
                }
            }
            return found;
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private void update(String sql, Object... values) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            set(statement, values);
            statement.executeUpdate();
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private static void set(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }

    private static String marks(Collection<String> values) {
        return String.join(", ", values.stream().map(value -> "?").toList());
    }

    private UncheckedIOException failed(SQLException e) {
        return new UncheckedIOException(new IOException(file + ": " + e.getMessage(), e));
    }
}
