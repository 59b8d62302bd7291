// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The curves of a step for TensorBoard: an {@link EventFile} in the run's folder, created with the first point.
 *
 * <p>A step that resumes after an interruption does so in the folder of a new run. Its file there starts with the curve so
 * far, up to the point it resumes from: points that were recorded after the last checkpoint are about to be recorded
 * again and are left out. So each run's folder shows the curve from its first step, and no step twice. Repeated points
 * carry the time of the repetition.
 */
final class StepEvents implements Closeable {

    private final Path folder;
    private final Path recorded;
    private EventFile file;

    /**
     * @param folder where the file goes
     * @param recorded the points that earlier executions of the step recorded, as lines of JSON
     */
    StepEvents(Path folder, Path recorded) {
        this.folder = folder;
        this.recorded = recorded;
    }

    /** Adds a point; to be called before it is among the recorded ones. */
    void point(long position, Map<String, Double> values) throws IOException {
        if (file == null) {
            begin();
            repeat(position, values);
        }
        file.scalars(now(), position, values);
    }

    /** Adds a text. */
    void text(long position, String name, String text) throws IOException {
        if (file == null) {
            begin();
            repeat(position, Map.of());
        }
        file.text(now(), position, name, text);
    }

    private void begin() throws IOException {
        file = EventFile.create(folder, now());
    }

    private void repeat(long position, Map<String, Double> values) throws IOException {
        for (JsonNode row : RecordedCurve.read(recorded).values()) {
            Map<String, Double> metrics = new LinkedHashMap<>();
            for (Map.Entry<String, JsonNode> field : row.properties()) {
                if (field.getValue().isNumber() && !field.getKey().equals("position")) {
                    metrics.put(field.getKey(), field.getValue().asDouble());
                }
            }
            long earlier = row.path("position").asLong();
            if (earlier < position || earlier == position && !metrics.keySet().equals(values.keySet())) {
                file.scalars(now(), earlier, metrics);
            }
        }
    }

    private static double now() {
        return System.currentTimeMillis() / 1e3;
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }
}
