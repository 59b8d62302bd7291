// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seance.api.synthesis.FinishReason;
import dev.seance.api.synthesis.LlmReply;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallLogTest {

    private static final String NOW = "2026-03-31T12:00:00Z";

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve(CallLog.FILE);
    }

    private static CallLog.Request request(String key) {
        return new CallLog.Request(key, "step", "scenes", "run/1", "provider", "model", "{}", 2);
    }

    @Test
    void readsALogOfTheTimeBeforeBatches() throws IOException, SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    CREATE TABLE calls (id INTEGER PRIMARY KEY, key TEXT NOT NULL, step_key TEXT NOT NULL,
                      step TEXT NOT NULL, run TEXT NOT NULL, provider TEXT NOT NULL, model TEXT NOT NULL,
                      request TEXT NOT NULL, sent TEXT NOT NULL, most_usd REAL NOT NULL, ended TEXT, reply TEXT,
                      finish_reason TEXT, input_tokens INTEGER, output_tokens INTEGER, usd REAL, error TEXT)""");
            statement.execute(
                    "INSERT INTO calls VALUES (1, 'old', 'step', 'scenes', 'run/1', 'provider', 'model', '{}'," + " '"
                            + NOW + "', 2, '" + NOW + "', 'Good evening.', 'STOP', 3, 2, 1, NULL)");
            statement.execute(
                    "INSERT INTO calls VALUES (2, 'cut', 'step', 'scenes', 'run/1', 'provider', 'model', '{}'," + " '"
                            + NOW + "', 2, NULL, NULL, NULL, NULL, NULL, NULL, NULL)");
        }
        for (int time = 0; time < 2; time++) {
            try (CallLog log = CallLog.open(file)) {
                assertThat(log.answer("old")).contains(new LlmReply("Good evening.", FinishReason.STOP, 3, 2));
                assertThat(log.inBatches("provider", "model")).hasSize(time);
                assertThat(log.calls(List.of("step")))
                        .extracting(CallLog.Call::batch)
                        .containsOnlyNulls();
                log.beginInBatch(request("new" + time), NOW);
            }
        }
        try (CallLog log = CallLog.open(file)) {
            assertThat(log.inBatches("provider", "model"))
                    .extracting(call -> call.request().key())
                    .containsExactly("new0", "new1");
        }
    }

    @Test
    void givesWhatIsInABatchUntilItHasAnEnd() throws IOException {
        try (CallLog log = CallLog.open(file)) {
            long one = log.beginInBatch(request("one"), NOW);
            long two = log.beginInBatch(request("two"), NOW);
            log.begin(request("single"), NOW);
            assertThat(log.inBatches("provider", "model"))
                    .containsExactly(
                            new CallLog.InBatch(one, "", NOW, request("one")),
                            new CallLog.InBatch(two, "", NOW, request("two")));
            assertThat(log.inBatches("provider", "other model")).isEmpty();
            log.submitted(List.of(one, two), "batch-1");
            assertThat(log.knowsBatch("batch-1")).isTrue();
            assertThat(log.knowsBatch("batch-2")).isFalse();

            log.answered(one, new LlmReply("Good evening.", FinishReason.STOP, 3, 2), 1, NOW);
            assertThat(log.inBatches("provider", "model"))
                    .containsExactly(new CallLog.InBatch(two, "batch-1", NOW, request("two")));
            log.failed(two, "expired", 0, NOW);
            assertThat(log.inBatches("provider", "model")).isEmpty();
            assertThat(log.totals(List.of("step")).usd()).isEqualTo(1 + 2);

            // Held for lost by another process, while its id was on its way.
            log.submitted(List.of(two), "batch-1");
            assertThat(log.inBatches("provider", "model"))
                    .extracting(CallLog.InBatch::id)
                    .containsExactly(two);
        }
    }

    @Test
    void doesSeveralWritesAsOne() throws IOException {
        try (CallLog log = CallLog.open(file)) {
            assertThatThrownBy(() -> log.together(() -> {
                        log.beginInBatch(request("one"), NOW);
                        throw new IllegalStateException("the disk is full");
                    }))
                    .hasMessage("the disk is full");
            assertThat(log.totals(List.of("step")).calls()).isZero();
            log.together(() -> log.beginInBatch(request("one"), NOW));
        }
        try (CallLog log = CallLog.open(file)) {
            assertThat(log.totals(List.of("step")).calls()).isEqualTo(1);
        }
    }
}
