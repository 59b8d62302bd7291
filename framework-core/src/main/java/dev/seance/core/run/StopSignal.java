// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.run;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Turns Ctrl-C, SIGTERM and a closed terminal into a request: the current item is finished, training saves a checkpoint,
 * and then the process ends by itself. A second signal ends it at once, with exit code {@value #EXIT_CODE}; finished work
 * is on the disk already, so that loses no more than {@code kill -9} does.
 *
 * <p>By {@link OsSignal}, since a shutdown hook sees only the first signal. Windows knows INT and TERM only; a JVM with
 * {@code -Xrs} handles none, and a process whose parent ignores a signal (as {@code nohup} does with HUP) ignores it too;
 * such a signal is left alone. Of two that listen at once, the last one created is notified.
 */
public final class StopSignal implements AutoCloseable {

    /** Of a process that was asked to stop, as shells have it: 128 + SIGINT. */
    public static final int EXIT_CODE = 130;

    private static final String[] SIGNALS = {"INT", "TERM", "HUP"};
    private static final long LAST_WORDS_MILLIS = 500;

    private final String current;
    private final String saved;
    private final AtomicInteger signals = new AtomicInteger();
    private final List<OsSignal> handled = new ArrayList<>();
    private volatile boolean requested;
    private volatile Runnable beforeExit = () -> {};

    /** Starts to listen, for a command that saves nothing before its end. */
    public StopSignal() {
        this("nothing was written");
    }

    /**
     * Starts to listen.
     *
     * @param saved what is there after a second signal, and what to do, for the message
     */
    public StopSignal(String saved) {
        this("the current item", saved);
    }

    /**
     * Starts to listen.
     *
     * @param current what is ended after a first signal, for the message
     * @param saved as the other
     */
    public StopSignal(String current, String saved) {
        this.current = current;
        this.saved = saved;
        for (String name : SIGNALS) {
            OsSignal.handle(name, this::onSignal).ifPresent(handled::add);
        }
    }

    /** Each signal has a thread of its own. */
    private void onSignal() {
        requested = true;
        int count = signals.incrementAndGet();
        if (count == 1) {
            System.err.println();
            System.err.println("stopping after " + current + "; Ctrl-C again stops at once");
        } else if (count == 2) {
            lastWords();
            Runtime.getRuntime().halt(EXIT_CODE);
        }
    }

    /** On a thread of their own: neither a disk nor a terminal that hangs may delay the end. */
    private void lastWords() {
        Thread last = new Thread(
                () -> {
                    System.err.println();
                    System.err.println("stopped at once; " + saved);
                    beforeExit.run();
                },
                "seance-stop");
        last.setDaemon(true);
        last.start();
        try {
            last.join(LAST_WORDS_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public boolean requested() {
        return requested;
    }

    /**
     * Sets what is done between a second signal and the end of the process: something short, such as a note of how the
     * run ended. It gets half a second.
     */
    void beforeExit(Runnable action) {
        beforeExit = action;
    }

    /** Ends the listening: from now on a signal does what it did before. */
    @Override
    public void close() {
        handled.forEach(OsSignal::close);
    }
}
