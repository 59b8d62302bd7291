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
        private String phase = "";
        private String unit = "";
        private String state = "";
        private long total = -1;
        private long done;
        // Where the rate is measured from: the first units, which a resumed step has from its last execution, took no
        // time.
        private long first = -1;
        private long firstAt;
        private long printed = nanos.getAsLong();

        Lines(String name) {
            this.name = name;
        }

        @Override
        public synchronized void begin(String newPhase, long newTotal, String newUnit) {
            phase = newPhase;
            total = newTotal;
            unit = newUnit;
            state = "";
            done = 0;
            first = -1;
        }

        @Override
        public synchronized void advance(long units) {
            done += units;
            long now = nanos.getAsLong();
            if (first < 0) {
                first = done;
                firstAt = now;
            }
            if (now - printed >= INTERVAL_NANOS) {
                printed = now;
                out.println(describe(now));
            }
        }

        private String describe(long now) {
            StringBuilder line = new StringBuilder("[" + name + "] " + phase + ": ");
            line.append(String.format(Locale.ROOT, "%,d", done));
            if (total > 0) {
                line.append(String.format(Locale.ROOT, " of %,d", total));
            }
            line.append(' ').append(unit);
            if (done > first && done < total) {
                double left = (now - firstAt) / 1e9 / (done - first) * (total - done);
                line.append(", ").append(Durations.inWords(left)).append(" left");
            }
            return state.isEmpty()
                    ? line.toString()
                    : line.append(", ").append(state).toString();
        }

        @Override
        public synchronized void state(String text) {
            state = text;
        }

        @Override
        public synchronized void note(String line) {
            out.println("[" + name + "] " + line);
        }

        @Override
        public void close() {}
    }
}
