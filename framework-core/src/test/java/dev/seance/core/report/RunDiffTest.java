// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.seance.api.run.ArtifactKind;
import dev.seance.core.run.RunFolder;
import dev.seance.core.run.StepResult;
import dev.seance.core.store.Artifact;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDiffTest {

    private static final String LEFT = """
            recipe: victorian
            steps:
              books:
                corpus: folder
                filters: [era, {ocr-quality: {book-min: 0.65}}]
              base:
                trainer: pretrain
                model: {depth: 4}
            """;

    private static final String RIGHT = """
            recipe: victorian
            steps:
              books:
                corpus: folder
                filters: [language, era, {ocr-quality: {book-min: 0.7}}]
              base:
                trainer: pretrain
                model: {depth: 4, width: 128}
            """;

    @TempDir
    Path runs;

    private SampleRuns sample;

    @BeforeEach
    void begin() {
        sample = new SampleRuns(runs);
    }

    @Test
    void namesTheValuesThatDifferByTheirPath() throws IOException {
        RunDiff diff = RunDiff.of(sample.begin("victorian", LEFT), sample.begin("victorian", RIGHT));
        assertThat(diff.recipe())
                .extracting(RunDiff.Change::path, RunDiff.Change::left, RunDiff.Change::right)
                .containsExactly(
                        tuple("steps.books.filters", "era, ocr-quality", "language, era, ocr-quality"),
                        tuple("steps.books.filters.ocr-quality.book-min", "0.65", "0.7"),
                        tuple("steps.base.model.width", null, "128"));
        assertThat(diff.steps()).isEmpty();
    }

    @Test
    void putsFiguresSideBySide() throws IOException {
        RunFolder left = sample.begin("victorian", LEFT);
        sample.finish(
                left,
                "x",
                List.of(
                        sample.step(ArtifactKind.CORPUS, "books", "c0", Map.of("wordsOut", 5.0)),
                        sample.step(ArtifactKind.MODEL, "base", "a0", Map.of("bitsPerByte", 2.5, "steps", 9.0))));
        RunFolder right = sample.begin("victorian", LEFT);
        sample.finish(
                right,
                "x",
                List.of(
                        sample.step(ArtifactKind.CORPUS, "books", "c0", Map.of("wordsOut", 5.0)),
                        sample.step(ArtifactKind.MODEL, "base", "a1", Map.of("bitsPerByte", 2.25, "steps", 9.0)),
                        sample.step(ArtifactKind.MODEL, "chat", "a2", Map.of("loss", 1.5))));
        RunDiff diff = RunDiff.of(left, right);
        assertThat(diff.recipe()).isEmpty();
        assertThat(diff.steps())
                .containsExactly(
                        new RunDiff.StepDiff(
                                "base", "a0", "a1", List.of(new RunDiff.MetricDiff("bitsPerByte", 2.5, 2.25))),
                        new RunDiff.StepDiff("chat", null, "a2", List.of(new RunDiff.MetricDiff("loss", null, 1.5))));
        assertThat(String.join("\n", diff.lines())).contains("bits per byte").contains("2.250");
    }

    @Test
    void saysWhenNothingDiffers() throws IOException {
        RunDiff diff = RunDiff.of(sample.begin("victorian", LEFT), sample.begin("victorian", LEFT));
        assertThat(diff.lines()).singleElement().asString().contains("same recipe");
    }

    @Test
    void drawsAPageWithBothCurvesAndBothEvaluations() throws IOException {
        RunFolder left = sample.begin("victorian", LEFT);
        sample.finish(left, "x", sample.everyKind("quite"));
        RunFolder right = sample.begin("victorian", RIGHT);
        List<StepResult> steps = new ArrayList<>(sample.everyKind("quite"));
        StepResult model = steps.stream()
                .filter(step -> step.makes().equals("model"))
                .findFirst()
                .orElseThrow();
        steps.set(
                steps.indexOf(model),
                sample.step(
                        ArtifactKind.MODEL,
                        model.name(),
                        "other",
                        Map.of("bitsPerByte", 0.5),
                        Artifact.CURVE,
                        "{\"step\": \"base\", \"position\": 1, \"bitsPerByte\": 0.5, \"loss\": 3}\n"));
        sample.finish(right, "x", steps);

        String page = RunDiffPage.of(left, right);

        assertThat(page)
                .contains("victorian/1 and victorian/2", "steps.base.model.width", "<svg")
                .contains("0.500");
        assertThat(page).as("what is equal is left out").doesNotContain(">vocabulary<");
    }
}
