// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seance.api.run.StopException;
import dev.seance.api.run.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunStatusTest {

    @TempDir
    Path runs;

    private final StopSignal stop = new StopSignal();

    @AfterEach
    void close() {
        stop.close();
    }

    private RunStatus status() {
        return RunStatus.of(RunFolder.find(runs, "victorian"));
    }

    @Test
    void isRunningWhileItsProcessWorks() throws IOException {
        int answer = ActiveRun.start(runs, "victorian", stop, folder -> {
            RunStatus status = status();
            assertThat(status.state()).isEqualTo(RunState.RUNNING);
            assertThat(status.owner().orElseThrow().process())
                    .isEqualTo(ProcessHandle.current().pid());
            assertThat(status.describe()).startsWith("running, run victorian/1 (process ");
            assertThatThrownBy(() -> RunRemoval.of(folder, false))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("victorian/1 is running (process");
            Files.writeString(folder.file(RunFolder.SUMMARY), "{}");
            return 7;
        });
        assertThat(answer).isEqualTo(7);
        assertThat(status().state()).isEqualTo(RunState.FINISHED);
    }

    @Test
    void saysHowARunEndedThatDidNotFinish() {
        assertThatThrownBy(() -> ActiveRun.start(runs, "victorian", stop, folder -> {
                    throw new StopException("step 7 of 30 saved");
                }))
                .isInstanceOf(StopException.class);
        assertThat(status().describe()).isEqualTo("stopped: step 7 of 30 saved");

        assertThatThrownBy(() -> ActiveRun.start(runs, "victorian", stop, folder -> {
                    throw new UserError("[books] no such folder");
                }))
                .isInstanceOf(UserError.class);
        assertThat(status().describe()).isEqualTo("failed: [books] no such folder");

        assertThatThrownBy(() -> ActiveRun.start(runs, "victorian", stop, folder -> {
                    throw new OutOfMemoryError("heap");
                }))
                .isInstanceOf(OutOfMemoryError.class);
        assertThat(status().describe()).isEqualTo("failed: heap");
    }

    @Test
    void aRunThatWasKilledHasFailed() throws IOException {
        RunFolder run = RunFolder.create(runs, "victorian");
        Files.writeString(run.file(RunStatus.LOCK), "");
        assertThat(status().describe())
                .isEqualTo("failed: no record of how it ended: killed, or the machine went down");
        Files.writeString(run.file(RunStatus.OUTCOME), "{");
        assertThat(status().state()).isEqualTo(RunState.FAILED);
    }
}
