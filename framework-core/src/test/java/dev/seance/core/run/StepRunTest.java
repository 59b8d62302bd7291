// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StepRunTest {

    @TempDir
    Path folder;

    private final StopSignal stop = new StopSignal();
    private Path workspace;

    @BeforeEach
    void makeWorkspace() throws IOException {
        workspace = Files.createDirectories(folder.resolve("work/workspace"));
    }

    @AfterEach
    void close() {
        stop.close();
    }

    private StepRun begin(String step, long seed) throws IOException {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        return new StepRun(
                step,
                seed,
                workspace,
                clock -> new PlainDisplay(nowhere).step(step),
                stop,
                folder.resolve("metrics.jsonl"));
    }

    private static Map<String, Double> loss(double value, double speed) {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("loss", value);
        figures.put("tokensPerSecond", speed);
        return figures;
    }

    @Test
    void addsUpTheTimeOfItsExecutions() throws IOException {
        Files.writeString(folder.resolve("work/seconds"), "100.5");
        double first;
        try (StepRun run = begin("base", 1)) {
            first = run.seconds();
            assertThat(first).isBetween(100.5, 110.0);
        }
        try (StepRun run = begin("base", 1)) {
            assertThat(run.seconds()).isBetween(first, 120.0);
        }
    }

    @Test
    void writesPointsToTheRunsFileAndToTheStepsOwn() throws IOException {
        try (StepRun run = begin("base", 1)) {
            run.metrics().record(10, loss(3.5, 900));
            assertThat(folder.resolve("metrics.jsonl"))
                    .hasContent("{\"step\":\"base\",\"position\":10,\"loss\":3.5,\"tokensPerSecond\":900.0}");
        }
        assertThat(folder.resolve("work/curve.jsonl")).hasSameTextualContentAs(folder.resolve("metrics.jsonl"));
    }

    @Test
    void writesEventsForTensorBoardIntoTheRunsFolder() throws IOException {
        try (StepRun run = begin("base", 1)) {
            assertThat(folder.resolve("tensorboard"))
                    .as("a step without curves has no file")
                    .doesNotExist();
            run.metrics().record(10, loss(3.5, 900));
            run.metrics().text(10, "prose", "It was");
        }
        assertThat(EventReader.in(folder.resolve("tensorboard/base")))
                .extracting(event -> event.getStep() + " " + event.getSummary().getValueCount())
                .containsExactly("0 0", "10 2", "10 1");
    }

    @Test
    void makesOneCurveOfTwoExecutionsWhoseStepsOverlap() throws IOException {
        try (StepRun run = begin("base", 1)) {
            run.metrics().record(1, loss(4, 900));
            run.metrics().record(2, loss(3, 900));
            run.metrics().record(2, Map.of("bitsPerByte", 1.5));
            run.metrics().record(3, loss(2, 900));
        }
        Path recorded = folder.resolve("work/curve.jsonl");
        byte[] torn = "{\"step\":\"base\",\"position\":4,\"note\":\"né".getBytes(StandardCharsets.UTF_8);
        Files.write(recorded, Arrays.copyOf(torn, torn.length - 1), StandardOpenOption.APPEND);
        try (StepRun run = begin("base", 1)) {
            run.metrics().record(2, loss(3, 800));
            run.metrics().record(3, loss(2, 800));
            run.metrics().record(4, loss(1, 800));
        }

        RecordedCurve.copy(recorded, folder.resolve("curve"));

        assertThat(folder.resolve("curve")).hasContent("""
                        {"step":"base","position":1,"loss":4.0,"tokensPerSecond":900.0}
                        {"step":"base","position":2,"loss":3.0,"tokensPerSecond":800.0}
                        {"step":"base","position":2,"bitsPerByte":1.5}
                        {"step":"base","position":3,"loss":2.0,"tokensPerSecond":800.0}
                        {"step":"base","position":4,"loss":1.0,"tokensPerSecond":800.0}
                        """);
    }

    @Test
    void goesOnWhenMetricsAndEventsCannotBeWritten() throws IOException {
        Files.createDirectories(folder.resolve("metrics.jsonl"));
        Files.writeString(folder.resolve("tensorboard"), "a file where a folder should be");
        Files.writeString(folder.resolve("work/seconds"), "torn");
        try (StepRun run = begin("base", 1)) {
            run.metrics().record(1, loss(4, 900));
            run.metrics().text(1, "prose", "It was");
            run.metrics().record(2, loss(3, 900));
        }
        assertThat(Files.readAllLines(folder.resolve("work/curve.jsonl"))).hasSize(2);
    }

    @Test
    void keepsTheLastValueOfASummary() throws IOException {
        try (StepRun run = begin("base", 1)) {
            run.metrics().summarise("loss", 3);
            run.metrics().summarise("loss", 2);
            assertThat(run.summary()).isEqualTo(Map.of("loss", 2.0));
        }
    }
}
