// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seance.api.run.StopException;
import dev.seance.core.run.ActiveRun;
import dev.seance.core.run.RunFolder;
import dev.seance.core.run.RunProgress;
import dev.seance.core.run.StopSignal;
import dev.seance.core.store.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveRunTest {

    @TempDir
    Path runs;

    private RunFolder begin() throws IOException {
        return RunFolder.create(runs, "victorian");
    }

    private static void append(RunFolder run, String file, String text) throws IOException {
        Files.writeString(run.file(file), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static RunProgress.Step step(String name, RunProgress.State state, double usd) {
        RunProgress.Phase phase = state == RunProgress.State.RUNNING
                ? new RunProgress.Phase("training", 2, 10, "steps", 8, "loss 3.1")
                : null;
        return new RunProgress.Step(
                name, "trainer", "pretrain", state, "not made yet", 5, usd, phase, List.of(), List.of());
    }

    private static void progress(RunFolder run, RunProgress.Step... steps) throws IOException {
        String began = "2026-11-27T17:00:00Z";
        Files.writeString(
                run.file(RunFolder.PROGRESS),
                Json.line(
                        new RunProgress(run.label(), "Mr. C", "", began, "2026-11-27T17:01:40Z", 50, List.of(steps))));
    }

    @Test
    void addsUpWhatStepsSayAndDrawTheirCurves() throws IOException {
        RunFolder run = begin();
        LiveRun live = new LiveRun(run);
        progress(run, step("base", RunProgress.State.MADE, 1.5), step("chat", RunProgress.State.RUNNING, 0.25));
        append(run, RunFolder.METRICS, "{\"step\":\"base\",\"position\":1,\"loss\":8.0,\"tokensPerSecond\":900.0}\n");
        append(
                run,
                RunFolder.METRICS,
                "{\"step\":\"base\",\"position\":2,\"loss\":7.0,\"tokensPerSecond\":1000.0}\n{\"st");
        ObjectNode now = live.json();
        assertThat(now.path("usd").asDouble()).isEqualTo(1.75);
        assertThat(now.path("budgetUsd").asDouble()).isEqualTo(50);
        assertThat(now.path("seconds").asDouble()).isEqualTo(100);
        assertThat(now.at("/steps/0/state").asText()).isEqualTo("made");
        assertThat(now.at("/steps/0/curves/loss")).hasToString("[[1.0,8.0],[2.0,7.0]]");
        assertThat(now.at("/steps/0/tokensPerSecond").asDouble()).isEqualTo(1000);
        assertThat(now.at("/steps/1/phase/total").asInt()).isEqualTo(10);

        // The rest of the torn line comes; a figure that is no number is not drawn.
        append(run, RunFolder.METRICS, "ep\":\"base\",\"position\":3,\"loss\":6.0}\n");
        append(run, RunFolder.METRICS, "{\"step\":\"base\",\"position\":4,\"loss\":\"NaN\"}\nno json\n");
        assertThat(live.json().at("/steps/0/curves/loss")).hasToString("[[1.0,8.0],[2.0,7.0],[3.0,6.0]]");
    }

    @Test
    void readsLinesLongerThanItsBufferAndInAnyPieces() throws IOException {
        Path file = runs.resolve("growing");
        GrowingFile growing = new GrowingFile(file);
        List<String> read = new ArrayList<>();
        growing.readNew(read::add);
        String longest = "ä".repeat(200_000);
        byte[] bytes = ("one\n" + longest + "\n\nthree").getBytes("UTF-8");
        for (int at = 0; at < bytes.length; at += 50_001) {
            byte[] piece = java.util.Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + 50_001));
            Files.write(file, piece, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            growing.readNew(read::add);
        }
        assertThat(read).containsExactly("one", longest, "");
        Files.writeString(file, "\n", StandardOpenOption.APPEND);
        growing.readNew(read::add);
        assertThat(read).endsWith("three");
    }

    @Test
    void showsTheLastWarningsOfTheLog() throws IOException {
        RunFolder run = begin();
        LiveRun live = new LiveRun(run);
        for (int i = 0; i < 50; i++) {
            append(run, RunFolder.LOG, "2026-11-27 17:20:0" + i % 10 + " INFO  Runner: [base] training\n");
            append(run, RunFolder.LOG, "2026-11-27 17:20:00 WARN  Runner: number " + i + " <b>\n");
        }
        ObjectNode now = live.json();
        assertThat(now.path("warnings")).hasSize(40);
        assertThat(now.path("warnings").get(39).asText()).isEqualTo("17:20:00 number 49 <b>");
    }

    @Test
    void tellsARunThatRunsFromOneThatWasKilledStoppedOrFailed() throws IOException {
        assertThat(new LiveRun(begin()).json().path("state").asText()).isEqualTo("failed");
        try (StopSignal stop = new StopSignal()) {
            Assertions.assertThatThrownBy(() -> ActiveRun.start(runs, "victorian", stop, run -> {
                        assertThat(new LiveRun(run).json().path("state").asText())
                                .isEqualTo("running");
                        throw new StopException("step 3 of 10 saved");
                    }))
                    .isInstanceOf(StopException.class);
            ObjectNode stopped = new LiveRun(RunFolder.find(runs, "victorian")).json();
            assertThat(stopped.path("state").asText()).isEqualTo("stopped");
            assertThat(stopped.path("reason").asText()).isEqualTo("step 3 of 10 saved");
            Assertions.assertThatThrownBy(() -> ActiveRun.start(runs, "victorian", stop, run -> {
                        throw new IOException("the disk is full");
                    }))
                    .isInstanceOf(IOException.class);
            ObjectNode failed = new LiveRun(RunFolder.find(runs, "victorian")).json();
            assertThat(failed.path("state").asText()).isEqualTo("failed");
            assertThat(failed.path("reason").asText()).isEqualTo("the disk is full");
        }
    }
}
