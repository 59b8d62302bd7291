// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.testing;

import dev.seance.api.run.Metrics;
import dev.seance.api.run.Progress;
import dev.seance.api.run.StepContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;

/** A step's context for tests: records notes, metrics and texts. */
public final class TestContext implements StepContext {

    private final Path workspace;
    private final long seed;
    private BooleanSupplier stop = () -> false;
    private final List<String> notes = new CopyOnWriteArrayList<>();
    private final Map<String, Double> summary = new ConcurrentHashMap<>();
    private final Map<String, String> environment = new ConcurrentHashMap<>();
    private final List<Map<String, Double>> points = new CopyOnWriteArrayList<>();

    public TestContext(Path workspace, long seed) {
        this.workspace = workspace;
        this.seed = seed;
    }

    /** Makes the context ask for a stop once the condition holds. */
    public TestContext stoppingWhen(BooleanSupplier condition) {
        stop = condition;
        return this;
    }

    public List<String> notes() {
        return new ArrayList<>(notes);
    }

    public Map<String, Double> summary() {
        return new LinkedHashMap<>(summary);
    }

    public Map<String, String> environment() {
        return new LinkedHashMap<>(environment);
    }

    /** The recorded points, each with its {@code position}. */
    public List<Map<String, Double>> points() {
        return new ArrayList<>(points);
    }

    @Override
    public String step() {
        return "test-step";
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
    public Progress progress() {
        return new Progress() {
            @Override
            public void begin(String phase, long total, String unit) {}

            @Override
            public void advance(long units) {}

            @Override
            public void state(String text) {}

            @Override
            public void note(String line) {
                notes.add(line);
            }
        };
    }

    @Override
    public Metrics metrics() {
        return new Metrics() {
            @Override
            public void record(long position, Map<String, Double> values) {
                Map<String, Double> point = new LinkedHashMap<>(values);
                point.put("position", (double) position);
                points.add(point);
            }

            @Override
            public void summarise(String name, double value) {
                summary.put(name, value);
            }
        };
    }

    @Override
    public void recordEnvironment(Map<String, String> facts) {
        environment.putAll(facts);
    }

    @Override
    public boolean stopRequested() {
        return stop.getAsBoolean();
    }
}
