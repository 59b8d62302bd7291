// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command;

import dev.seance.api.run.Metrics;
import dev.seance.api.run.Progress;
import dev.seance.api.run.StepContext;
import dev.seance.core.run.Display;
import dev.seance.core.run.StopSignal;
import dev.seance.core.store.AtomicFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a command without a recipe lends an extension: the terminal to show progress on, a place for figures, and a
 * temporary folder if one is asked for. Nothing outlives the command.
 */
public final class CommandContext implements StepContext, AutoCloseable {

    /** The same each time, so that the same command gives the same. */
    private static final long SEED = 1837;

    private final String name;
    private final Display.StepDisplay display;
    private final StopSignal stop;
    private final Map<String, Double> summary = new LinkedHashMap<>();
    private Path workspace;

    /** @param name what progress and messages call the work */
    public CommandContext(String name, Display display, StopSignal stop) {
        this.name = name;
        this.display = display.step(name);
        this.stop = stop;
    }

    @Override
    public String step() {
        return name;
    }

    @Override
    public long seed() {
        return SEED;
    }

    @Override
    public synchronized Path workspace() {
        if (workspace == null) {
            try {
                workspace = Files.createTempDirectory("seance-");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return workspace;
    }

    @Override
    public Progress progress() {
        return display;
    }

    @Override
    public Metrics metrics() {
        return new Metrics() {
            @Override
            public void record(long position, Map<String, Double> values) {
                // A command has no curves.
            }

            @Override
            public void summarise(String figure, double value) {
                synchronized (summary) {
                    summary.put(figure, value);
                }
            }
        };
    }

    @Override
    public boolean stopRequested() {
        return stop.requested();
    }

    /** The figures that were summarised. */
    public Map<String, Double> summary() {
        synchronized (summary) {
            return new LinkedHashMap<>(summary);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        display.close();
        if (workspace != null) {
            AtomicFiles.deleteTree(workspace);
        }
    }
}
