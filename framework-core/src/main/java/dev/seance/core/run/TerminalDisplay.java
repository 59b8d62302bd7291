// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.run;

import java.io.PrintStream;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar with the time left, on a terminal. */
public final class TerminalDisplay implements Display {

    private static final String CLEAR_LINE = "\r\033[K";

    private final PrintStream out;

    public TerminalDisplay(PrintStream out) {
        this.out = out;
    }

    @Override
    public void line(String text) {
        out.println(text);
    }

    @Override
    public StepDisplay step(String name) {
        return new Bar(name);
    }

    private final class Bar implements StepDisplay {

        private final String name;
        private ProgressBar bar;

        Bar(String name) {
            this.name = name;
        }

        @Override
        public synchronized void begin(String phase, long total, String unit) {
            close();
            bar = new ProgressBarBuilder()
                    .setTaskName(name + ": " + phase)
                    .setInitialMax(total)
                    .setUnit(" " + unit, 1)
                    .setStyle(ProgressBarStyle.COLORFUL_UNICODE_BLOCK)
                    .setUpdateIntervalMillis(250)
                    .setConsumer(new ConsoleProgressBarConsumer(out))
                    .build();
        }

        @Override
        public synchronized void advance(long units) {
            if (bar != null) {
                bar.stepBy(units);
            }
        }

        @Override
        public synchronized void state(String text) {
            if (bar != null) {
                bar.setExtraMessage(" " + text);
            }
        }

        @Override
        public synchronized void note(String line) {
            out.println(CLEAR_LINE + "[" + name + "] " + line);
        }

        @Override
        public synchronized void close() {
            if (bar != null) {
                bar.close();
                bar = null;
            }
        }
    }
}
