// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.run;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;

/** A line every few seconds, where nobody redraws: a log file, a pipe, CI. */
public final class PlainDisplay implements Display {

    private static final long INTERVAL_NANOS = 5_000_000_000L;

    private final PrintStream out;
    private final LongSupplier nanos;

    public PlainDisplay(PrintStream out) {
        this(out, System::nanoTime);
    }

    PlainDisplay(PrintStream out, LongSupplier nanos) {
        this.out = out;
        this.nanos = nanos;
    }

    @Override
    public void line(String text) {
        out.println(text);
    }

    @Override
    public StepDisplay step(String name) {
        return new Lines(name);
    }

    private final class Lines implements StepDisplay {

        private final String name;
        private final PhaseProgress phase = new PhaseProgress();
        private long printed = nanos.getAsLong();

        Lines(String name) {
            this.name = name;
        }

        @Override
        public synchronized void begin(String newPhase, long newTotal, String newUnit) {
            phase.begin(newPhase, newTotal, newUnit);
        }

        @Override
        public synchronized void advance(long units) {
            long now = nanos.getAsLong();
            phase.advance(units, now);
            if (now - printed >= INTERVAL_NANOS) {
                printed = now;
                out.println(describe(now));
            }
        }

        private String describe(long now) {
            StringBuilder line = new StringBuilder("[" + name + "] " + phase.name() + ": ");
            line.append(String.format(Locale.ROOT, "%,d", phase.done()));
            if (phase.total() > 0) {
                line.append(String.format(Locale.ROOT, " of %,d", phase.total()));
            }
            line.append(' ').append(phase.unit());
            phase.secondsLeft(now)
                    .ifPresent(left ->
                            line.append(", ").append(Durations.inWords(left)).append(" left"));
            return phase.state().isEmpty()
                    ? line.toString()
                    : line.append(", ").append(phase.state()).toString();
        }

        @Override
        public synchronized void state(String text) {
            phase.state(text);
        }

        @Override
        public synchronized void note(String line) {
            out.println("[" + name + "] " + line);
        }

        @Override
        public void close() {}
    }
}
