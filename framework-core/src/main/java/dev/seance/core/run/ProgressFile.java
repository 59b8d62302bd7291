// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.run;

import dev.seance.core.plan.Plan;
import dev.seance.core.plan.PlannedStep;
import dev.seance.core.recipe.Budget;
import dev.seance.core.recipe.Era;
import dev.seance.core.store.AtomicFiles;
import dev.seance.core.store.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes {@link RunProgress}: at once when a step begins or ends, else with what a step tells, but no oftener than once a
 * second. Only for those who look on, so it is not forced onto the disk, and one that cannot be written is given up with a
 * warning. Safe for use by several threads, as steps report from theirs.
 */
final class ProgressFile {

    private static final Logger LOG = LoggerFactory.getLogger(ProgressFile.class);
    private static final long INTERVAL_NANOS = 1_000_000_000L;
    private static final int MAX_NOTES = 40;
    private static final int MAX_SAMPLES = 24;
    private static final int MAX_LENGTH = 2000;
    /** The name that trainers give the texts of a model that is being trained, before the prompt. */
    private static final String SAMPLE = "sample/";

    private final Path file;
    private final Clock clock;
    private final RunProgress head;
    private final Map<String, Entry> steps = new LinkedHashMap<>();
    private volatile long written;
    private boolean givenUp;

    ProgressFile(RunFolder folder, Plan plan, Clock clock) {
        this.file = folder.file(RunFolder.PROGRESS);
        this.clock = clock;
        String now = Instant.now(clock).toString();
        this.head = new RunProgress(
                folder.label(),
                plan.recipe().title(),
                plan.recipe().era().map(Era::inWords).orElse(""),
                now,
                now,
                plan.recipe().budget().map(Budget::usd).orElse(0.0),
                List.of());
        plan.steps().forEach(step -> steps.put(step.name(), new Entry(step)));
        write();
    }

    /** The store has it. */
    synchronized void hit(PlannedStep step, String why, StepResult result, double usd) {
        steps.get(step.name()).end(RunProgress.State.HIT, why, result.seconds(), usd);
        write();
    }

    /** Its work begins. */
    synchronized void begin(PlannedStep step, String why) {
        steps.get(step.name()).begin(why);
        write();
    }

    synchronized void made(PlannedStep step, double seconds, double usd) {
        Entry entry = steps.get(step.name());
        entry.end(RunProgress.State.MADE, entry.why, seconds, usd);
        write();
    }

    /**
     * Shows a step that has begun elsewhere as well, and takes down what it tells.
     *
     * @param seconds how long it has worked so far
     * @param usd what it has cost so far; asked about as often as the file is written
     */
    synchronized Display.StepDisplay step(
            String name, Display.StepDisplay display, DoubleSupplier seconds, DoubleSupplier usd) {
        Entry entry = steps.get(name);
        entry.workSeconds = seconds;
        entry.workUsd = usd;
        return new Recorded(entry, display);
    }

    private void update(Entry entry, Runnable change) {
        boolean due = System.nanoTime() - written >= INTERVAL_NANOS;
        // Not under the lock: it asks the log of calls, which has one of its own.
        double usd = due ? entry.workUsd.getAsDouble() : 0;
        synchronized (this) {
            change.run();
            if (due && System.nanoTime() - written >= INTERVAL_NANOS) {
                entry.usd = usd;
                write();
            }
        }
    }

    private void write() {
        written = System.nanoTime();
        if (givenUp) {
            return;
        }
        RunProgress now = new RunProgress(
                head.run(),
                head.title(),
                head.era(),
                head.began(),
                Instant.now(clock).toString(),
                head.budgetUsd(),
                steps.values().stream().map(entry -> entry.progress(written)).toList());
        Path unfinished = AtomicFiles.temporary(file);
        try {
            Files.writeString(unfinished, Json.line(now));
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            givenUp = true;
            LOG.warn("{} is not written any more: {}", file, e.toString());
        }
    }

    /** What is known of a step. */
    private static final class Entry {

        private final PlannedStep step;
        private final PhaseProgress phase = new PhaseProgress();
        private final Deque<String> notes = new ArrayDeque<>();
        private final Deque<RunProgress.Sample> samples = new ArrayDeque<>();
        private RunProgress.State state = RunProgress.State.WAITING;
        private String why;
        private DoubleSupplier workSeconds = () -> 0;
        private DoubleSupplier workUsd = () -> 0;
        private double usd;

        Entry(PlannedStep step) {
            this.step = step;
            this.why = step.why();
        }

        void begin(String reason) {
            state = RunProgress.State.RUNNING;
            why = reason;
        }

        void end(RunProgress.State reached, String reason, double seconds, double cost) {
            state = reached;
            why = reason;
            workSeconds = () -> seconds;
            usd = cost;
        }

        RunProgress.Step progress(long now) {
            return new RunProgress.Step(
                    step.name(),
                    step.step().kind().key(),
                    step.extension().extension().name(),
                    state,
                    why,
                    workSeconds.getAsDouble(),
                    usd,
                    state == RunProgress.State.RUNNING ? RunProgress.Phase.of(phase, now) : null,
                    List.copyOf(notes),
                    List.copyOf(samples));
        }
    }

    private static <T> void addBounded(Deque<T> all, T one, int most) {
        all.add(one);
        if (all.size() > most) {
            all.remove();
        }
    }

    private static String bounded(String text) {
        return text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH) + "…";
    }

    private final class Recorded implements Display.StepDisplay {

        private final Entry entry;
        private final Display.StepDisplay display;

        Recorded(Entry entry, Display.StepDisplay display) {
            this.entry = entry;
            this.display = display;
        }

        @Override
        public void begin(String phase, long total, String unit) {
            display.begin(phase, total, unit);
            update(entry, () -> entry.phase.begin(phase, total, unit));
        }

        @Override
        public void advance(long units) {
            display.advance(units);
            update(entry, () -> entry.phase.advance(units, System.nanoTime()));
        }

        @Override
        public void state(String text) {
            display.state(text);
            update(entry, () -> entry.phase.state(text));
        }

        @Override
        public void note(String line) {
            display.note(line);
            update(entry, () -> addBounded(entry.notes, bounded(line), MAX_NOTES));
        }

        @Override
        public void text(long position, String name, String text) {
            display.text(position, name, text);
            if (name.startsWith(SAMPLE)) {
                RunProgress.Sample sample =
                        new RunProgress.Sample(position, bounded(name.substring(SAMPLE.length())), bounded(text));
                update(entry, () -> addBounded(entry.samples, sample, MAX_SAMPLES));
            }
        }

        @Override
        public void close() {
            display.close();
        }
    }
}
