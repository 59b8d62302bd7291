// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seance.api.run.ArtifactKind;
import dev.seance.api.run.UserError;
import dev.seance.core.run.RunFolder;
import dev.seance.core.store.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunSummaryTest {

    @TempDir
    Path runs;

    private SampleRuns sample;
    private RunFolder run;

    @BeforeEach
    void begin() throws IOException {
        sample = new SampleRuns(runs);
        run = sample.begin("victorian", "recipe: victorian\n");
    }

    @Test
    void readsBackWhatWasWritten() throws IOException {
        RunSummary written = sample.finish(run, "Mr. Chatterbox", sample.everyKind("quite"));
        assertThat(RunSummary.read(run)).isEqualTo(written);
        assertThat(written.finished()).isEqualTo("1899-12-31T23:59:59Z");
        assertThat(written.run()).isEqualTo("victorian/1");
        assertThat(written.seconds()).isEqualTo(6 * 12.5);
    }

    @Test
    void keepsTheNamesScriptsRelyOn() throws IOException {
        sample.finish(run, "Mr. Chatterbox", sample.everyKind("quite"));
        JsonNode root = Json.mapper().readTree(run.file(RunFolder.SUMMARY).toFile());
        assertThat(root.fieldNames()).toIterable().contains("recipe", "title", "run", "finished", "seconds", "steps");
        JsonNode books = root.path("steps").path(0);
        assertThat(books.fieldNames())
                .toIterable()
                .containsExactly(
                        "name",
                        "kind",
                        "plugin",
                        "makes",
                        "fingerprint",
                        "cached",
                        "seconds",
                        "metrics",
                        "funnel",
                        "failures");
        assertThat(books.at("/funnel/stages/0/dropped/printed after 1899").asInt())
                .isEqualTo(7);
        assertThat(root.path("steps").path(2).has("funnel")).isFalse();
        assertThat(root.at("/steps/2/metrics/bitsPerByte").asDouble()).isEqualTo(2.4375);
    }

    @Test
    void writesCountsAsWholeNumbers() throws IOException {
        sample.finish(run, "Mr. Chatterbox", sample.everyKind("quite"));
        assertThat(Files.readString(run.file(RunFolder.SUMMARY)))
                .contains("\"documentsIn\" : 131,")
                .contains("\"wordsIn\" : 9100000,");
    }

    @Test
    void survivesFiguresThatAreNoNumbers() throws IOException {
        RunSummary written = sample.finish(
                run,
                "x",
                List.of(sample.step(ArtifactKind.MODEL, "base", "a0", Map.of("loss", Double.NaN, "peak", 1e300))));
        assertThat(RunSummary.read(run)).isEqualTo(written);
    }

    @Test
    void findsTheLastModelForConversation() throws IOException {
        RunSummary written = sample.finish(run, "x", sample.everyKind("quite"));
        assertThat(written.lastModel()).map(StepSummary::name).contains("chat");
        assertThat(written.failures()).singleElement().asString().startsWith("[audit] 3.5 hits");
    }

    @Test
    void saysThatARunDidNotFinish() {
        assertThat(RunSummary.find(run)).isEmpty();
        assertThatThrownBy(() -> RunSummary.read(run))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("victorian/1 has no report, it did not finish (failed: ")
                .hasMessageContaining("seance run");
    }

    @Test
    void namesADamagedFile() throws IOException {
        Files.writeString(run.file(RunFolder.SUMMARY), "{\"recipe\"");
        assertThatThrownBy(() -> RunSummary.read(run))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("report.json: damaged report");
    }
}
