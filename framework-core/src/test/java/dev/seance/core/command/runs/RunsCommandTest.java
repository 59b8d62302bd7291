// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.runs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seance.core.command.main.SeanceMain;
import dev.seance.core.report.SampleRuns;
import dev.seance.core.run.RunFolder;
import dev.seance.core.store.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunsCommandTest {

    @TempDir
    Path runs;

    private SampleRuns sample;
    private RunFolder finished;
    private RunFolder unfinished;

    @BeforeEach
    void begin() throws IOException {
        sample = new SampleRuns(runs);
        finished = sample.begin("victorian", "recipe: victorian\nseed: 1\n", "c0");
        sample.finish(finished, "Mr. Chatterbox", sample.everyKind("quite"));
        unfinished = sample.begin("georgian", "recipe: georgian\nseed: 2\n", "c0");
    }

    /** What a command said on its standard output, and its exit code. */
    private record Answer(int code, String out) {

        JsonNode json() throws IOException {
            return Json.mapper().readTree(out);
        }
    }

    private Answer seance(String typed, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--runs", runs.toString()));
        PrintStream terminal = System.out;
        InputStream keyboard = System.in;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setIn(new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)));
        try {
            return new Answer(
                    SeanceMain.commandLine(arguments).execute(all.toArray(String[]::new)),
                    out.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(terminal);
            System.setIn(keyboard);
        }
    }

    @Test
    void printsTheReportAndWhereThePageIs() {
        Answer answer = seance("", "report", "victorian");
        assertThat(answer.code()).isZero();
        assertThat(answer.out()).contains("Mr. Chatterbox").contains("report: " + finished.file(RunFolder.REPORT));
    }

    @Test
    void printsTheReportForScriptsAsItIsWritten() throws IOException {
        Answer answer = seance("", "report", "victorian/1", "--json");
        assertThat(answer.out()).isEqualTo(Files.readString(finished.file(RunFolder.SUMMARY)));
    }

    @Test
    void exitsWithTwoWhenARunDidNotFinish() {
        assertThat(seance("", "report", "georgian").code()).isEqualTo(2);
        assertThat(seance("", "report", "edwardian").code()).isEqualTo(2);
    }

    @Test
    void listsRunsFinishedOrNot() throws IOException {
        assertThat(seance("", "runs", "list").out())
                .contains("victorian/1")
                .contains("georgian/1")
                .contains("failed");
        JsonNode list = seance("", "runs", "list", "victorian", "--json").json();
        assertThat(list).hasSize(1);
        assertThat(list.at("/0/state").asText()).isEqualTo("finished");
        assertThat(list.at("/0/bitsPerByte").asDouble()).isEqualTo(2.4375);
    }

    @Test
    void showsARunWithItsArtifacts() throws IOException {
        assertThat(seance("", "runs", "show", "victorian").out())
                .contains(Path.of("store", "model", "a0").toString());
        JsonNode shown = seance("", "runs", "show", "georgian", "--json").json();
        assertThat(shown.path("state").asText()).isEqualTo("failed");
        assertThat(shown.at("/artifacts/0/fingerprint").asText()).isEqualTo("c0");
    }

    @Test
    void comparesRuns() throws IOException {
        JsonNode diff =
                seance("", "runs", "diff", "victorian", "georgian", "--json").json();
        assertThat(diff.at("/recipe/1/path").asText()).isEqualTo("seed");
        assertThat(diff.at("/recipe/1/right").asText()).isEqualTo("2");
    }

    @Test
    void deletesOnlyAfterAYes() {
        assertThat(seance("", "runs", "rm", "victorian").code()).isEqualTo(2);
        assertThat(seance("no\n", "runs", "rm", "victorian").code()).isEqualTo(2);
        assertThat(finished.folder()).exists();
        assertThat(seance("y\n", "runs", "rm", "victorian", "--artifacts").code())
                .isZero();
        assertThat(finished.folder()).doesNotExist();
        assertThat(runs.resolve("store/model/a0")).doesNotExist();
        assertThat(runs.resolve("store/corpus/c0"))
                .as("the unfinished run names it")
                .exists();
    }

    @Test
    void deletesWithoutAskingWhenToldSo() throws IOException {
        Answer answer = seance("", "runs", "rm", unfinished.folder().toString(), "--yes", "--json");
        assertThat(answer.json().path("run").asText()).isEqualTo("georgian/1");
        assertThat(unfinished.folder()).doesNotExist();
        assertThat(seance("", "runs", "rm", runs.toString(), "--yes").code()).isEqualTo(2);
        assertThat(runs).exists();
    }
}
