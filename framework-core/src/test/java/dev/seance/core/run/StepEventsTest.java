// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.Event;
import org.tensorflow.proto.Summary;

class StepEventsTest {

    @TempDir
    private Path folder;

    @Test
    void tensorFlowReadsWhatIsWritten() throws IOException {
        long before = System.currentTimeMillis() / 1000;
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("loss", 3.25);
        figures.put("tokensPerSecond", 1e6);
        long late = 1L << 40;
        try (StepEvents events = new StepEvents(folder, folder.resolve("none"))) {
            events.point(0, Map.of("bitsPerByte", -0.5));
            events.point(late, figures);
        }
        List<Event> read = EventReader.in(folder);
        assertThat(read).hasSize(3);
        assertThat(read.get(0).getFileVersion()).isEqualTo("brain.Event:2");
        assertThat(read.get(0).getWallTime()).isBetween((double) before, before + 60.0);
        assertThat(read.get(1).getStep()).isZero();
        assertThat(read.get(2).getStep()).isEqualTo(late);
        assertThat(read.get(2).getSummary().getValueList())
                .extracting(Summary.Value::getTag, Summary.Value::getSimpleValue)
                .containsExactly(tuple("loss", 3.25f), tuple("tokensPerSecond", 1e6f));
        assertThat(read).allMatch(event -> event.getUnknownFields().asMap().isEmpty());
    }

    @Test
    void tensorFlowReadsTexts() throws IOException {
        try (StepEvents events = new StepEvents(folder, folder.resolve("none"))) {
            events.text(40, "prose/My dear Sir", "I have the honour, n\u00e9e Smith");
        }
        Summary.Value value = EventReader.in(folder).get(1).getSummary().getValue(0);
        assertThat(value.getTag()).isEqualTo("prose/My dear Sir");
        assertThat(value.getMetadata().getPluginData().getPluginName()).isEqualTo("text");
        assertThat(value.getTensor().getDtype()).isEqualTo(DataType.DT_STRING);
        assertThat(value.getTensor().getTensorShape().getDim(0).getSize()).isEqualTo(1);
        assertThat(value.getTensor().getStringVal(0).toStringUtf8()).isEqualTo("I have the honour, n\u00e9e Smith");
    }

    @Test
    void aResumedStepsFileHasTheCurveSoFarAndNoStepTwice() throws IOException {
        Path recorded = folder.resolve("curve.jsonl");
        Files.writeString(recorded, """
                {"step":"base","position":0,"bitsPerByte":8.0}
                {"step":"base","position":1,"loss":4.0}
                {"step":"base","position":2,"loss":3.0}
                {"step":"base","position":2,"bitsPerByte":7.0}
                {"step":"base","position":3,"loss":2.0}
                {"step":"base","position":4,"lo""");
        Path later = folder.resolve("later");
        // Interrupted after step 3, going on from the checkpoint of step 2.
        try (StepEvents events = new StepEvents(later, recorded)) {
            events.point(3, Map.of("loss", 2.5));
            events.point(4, Map.of("loss", 1.0));
        }
        assertThat(points(later))
                .containsExactly(
                        "0 bitsPerByte 8.0",
                        "1 loss 4.0",
                        "2 loss 3.0",
                        "2 bitsPerByte 7.0",
                        "3 loss 2.5",
                        "4 loss 1.0");
    }

    @Test
    void twoFilesOfOneSecondDoNotMeet() throws IOException {
        for (int i = 0; i < 3; i++) {
            EventFile.create(folder, 1234567890).close();
        }
        assertThat(folder.toFile().list()).hasSize(3);
    }

    private static List<String> points(Path folder) throws IOException {
        List<String> points = new ArrayList<>();
        for (Event event : EventReader.in(folder)) {
            event.getSummary()
                    .getValueList()
                    .forEach(
                            value -> points.add(event.getStep() + " " + value.getTag() + " " + value.getSimpleValue()));
        }
        return points;
    }
}
