// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.seance.api.run.ArtifactKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MoneyTableTest {

    @TempDir
    Path folder;

    @Test
    void setsForecastBesideActualAndAddsUp() throws IOException {
        SampleRuns runs = new SampleRuns(folder);
        RunSummary run = runs.finish(
                runs.begin("paid", "recipe: paid\n", "f1", "f2", "f3"),
                "Paid",
                List.of(
                        runs.step(
                                ArtifactKind.MODEL,
                                "questions",
                                "f1",
                                Map.of(
                                        "llmCalls", 110.0,
                                        "llmForecastCalls", 100.0,
                                        "llmUsd", 2.25,
                                        "llmForecastUsd", 2.0,
                                        "machineUsd", 0.01)),
                        runs.step(ArtifactKind.MODEL, "base", "f2", Map.of("machineUsd", 35.0)),
                        runs.step(ArtifactKind.MODEL, "free", "f3", Map.of())));

        assertThat(MoneyTable.rows(run))
                .containsExactly(
                        List.of("questions", "110", "100", "$2.25", "$2.00", "$0.0100", "$2.26"),
                        List.of("base", "–", "–", "–", "–", "$35.00", "$35.00"),
                        List.of("all", "110", "100", "$2.25", "$2.00", "$35.01", "$37.26"));
        assertThat(run.usd()).isCloseTo(37.26, within(1e-9));
        assertThat(String.join("\n", ReportText.of(run))).contains(MoneyTable.TITLE, "$37.26");
        assertThat(Files.readString(folder.resolve("paid/1/report.html"))).contains(MoneyTable.TITLE, "$37.26");
    }

    @Test
    void aRunThatCostNothingHasNoTable() throws IOException {
        SampleRuns runs = new SampleRuns(folder);
        RunSummary run = runs.finish(
                runs.begin("free", "recipe: free\n", "f1"),
                "Free",
                List.of(runs.step(ArtifactKind.MODEL, "base", "f1", Map.of())));
        assertThat(MoneyTable.rows(run)).isEmpty();
        assertThat(run.usd()).isZero();
    }

    @Test
    void standsBesideThePublishedModel() {
        assertThat(MoneyTable.besidePublished(49.67))
                .contains("took $496.66 in all")
                .endsWith("this run took 10.0 % of that.");
    }
}
