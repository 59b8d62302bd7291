// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.run;

import dev.seance.api.run.Metrics;
import dev.seance.api.run.Progress;
import dev.seance.api.run.StepContext;
import dev.seance.core.store.Artifact;
import dev.seance.core.store.AtomicFiles;
import dev.seance.core.store.Json;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One execution of a step: its seed, its place to work, and where its metrics go. The points of the curves are written
 * beside the unfinished work as well as to the run's own file, so that the curve of a step that was killed twice is still
 * whole. None of these files is an input of anything: one that cannot be written is given up with a warning.
 */
final class StepRun implements StepContext, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StepRun.class);
    private static final long CLOCK_NANOS = 2_000_000_000L;

    private final String step;
    private final long seed;
    private final Path workspace;
    private final Display.StepDisplay display;
    private final StopSignal stop;
    private final MetricSink<BufferedWriter> runMetrics;
    private final MetricSink<BufferedWriter> curve;
    private final MetricSink<StepEvents> events;
    private final Map<String, Double> summary = new LinkedHashMap<>();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final double earlierSeconds;
    private final long started = System.nanoTime();
    private long clocked = started;

    /** @param display opened with the clock of the step, see {@link #seconds} */
    StepRun(
            String step,
            long seed,
            Path workspace,
            Function<DoubleSupplier, Display.StepDisplay> display,
            StopSignal stop,
            Path runMetrics) {
        this.step = step;
        this.seed = seed;
        this.workspace = workspace;
        this.stop = stop;
        this.earlierSeconds = readClock();
        this.display = display.apply(this::seconds);
        this.runMetrics = new MetricSink<>("[" + step + "] metrics of the run", () -> append(runMetrics));
        Path recorded = workspace.resolveSibling(Artifact.CURVE);
        Path tensorBoard = runMetrics.resolveSibling(RunFolder.TENSORBOARD).resolve(step);
        this.events =
                new MetricSink<>("[" + step + "] events for TensorBoard", () -> new StepEvents(tensorBoard, recorded));
        this.curve = new MetricSink<>("[" + step + "] points of the curve", () -> append(recorded));
    }

    private static BufferedWriter append(Path file) throws IOException {
        endTornLine(file);
        return Files.newBufferedWriter(
                file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** A kill can leave half a line; the next one must not be written behind it. */
    private static void endTornLine(Path file) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            if (channel.size() > 0 && channel.read(last, channel.size() - 1) == 1 && last.get(0) != '\n') {
                channel.write(ByteBuffer.wrap(new byte[] {'\n'}), channel.size());
            }
        }
    }

    @Override
    public String step() {
        return step;
    }

    @Override
    public long seed() {
        return seed;
    }

    @Override
    public Path workspace() {
        return workspace;
    }

    @Override
    public boolean stopRequested() {
        return stop.requested();
    }

    @Override
    public Progress progress() {
        return new Progress() {
            @Override
            public void begin(String phase, long total, String unit) {
                LOG.info("[{}] {}", step, phase);
                display.begin(phase, total, unit);
            }

            @Override
            public void advance(long units) {
                display.advance(units);
                tick();
            }

            @Override
            public void state(String text) {
                display.state(text);
            }

            @Override
            public void note(String line) {
                LOG.info("[{}] {}", step, line);
                display.note(line);
            }
        };
    }

    @Override
    public Metrics metrics() {
        return new Metrics() {
            @Override
            public void record(long position, Map<String, Double> values) {
                point(position, values);
            }

            @Override
            public void text(long position, String name, String text) {
                StepRun.this.text(position, name, text);
            }

            @Override
            public void summarise(String name, double value) {
                synchronized (StepRun.this) {
                    summary.put(name, value);
                }
            }
        };
    }

    @Override
    public synchronized void recordEnvironment(Map<String, String> facts) {
        environment.putAll(facts);
    }

    synchronized Map<String, String> environment() {
        return new LinkedHashMap<>(environment);
    }

    private synchronized void point(long position, Map<String, Double> values) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("step", step);
        row.put("position", position);
        row.putAll(values);
        String line = Json.line(row);
        events.write(file -> file.point(position, values));
        for (MetricSink<BufferedWriter> sink : List.of(runMetrics, curve)) {
            sink.write(out -> {
                out.write(line);
                out.write('\n');
                out.flush();
            });
        }
    }

    private synchronized void text(long position, String name, String text) {
        events.write(file -> file.text(position, name, text));
        display.text(position, name, text);
    }

    synchronized Map<String, Double> summary() {
        return new LinkedHashMap<>(summary);
    }

    /** Working time so far, that of killed executions included up to their last few seconds. */
    double seconds() {
        return earlierSeconds + (System.nanoTime() - started) / 1e9;
    }

    private synchronized void tick() {
        long now = System.nanoTime();
        if (now - clocked > CLOCK_NANOS) {
            clocked = now;
            writeClock();
        }
    }

    /** Not forced onto the disk: a power cut may cost a little of what the report says of the time. */
    private void writeClock() {
        Path unfinished = AtomicFiles.temporary(clockFile());
        try {
            Files.writeString(unfinished, Double.toString(seconds()));
            Files.move(unfinished, clockFile(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.debug("[{}] the time so far is not on record: {}", step, e.toString());
        }
    }

    private Path clockFile() {
        return workspace.resolveSibling("seconds");
    }

    /** 0 when there is no earlier execution, or none whose time survived. */
    private double readClock() {
        try {
            return Files.exists(clockFile()) ? Double.parseDouble(Files.readString(clockFile())) : 0;
        } catch (IOException | NumberFormatException e) {
            LOG.debug("[{}] the time of earlier executions cannot be read: {}", step, e.toString());
            return 0;
        }
    }

    /** Ends the execution, before its workspace goes. */
    @Override
    public synchronized void close() {
        display.close();
        writeClock();
        runMetrics.close();
        curve.close();
        events.close();
    }
}
