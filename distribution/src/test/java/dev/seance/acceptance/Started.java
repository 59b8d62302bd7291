// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.acceptance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A command that runs. Its output is read all the time, so that it never waits for us. */
final class Started {

    private final String command;
    private final Process process;
    private final long began = System.nanoTime();
    private final StringBuffer out = new StringBuffer();
    private final StringBuffer err = new StringBuffer();
    private int seen;
    private final Thread outReader;
    private final Thread errReader;

    Started(String command, Process process) {
        this.command = command;
        this.process = process;
        this.outReader = reader(process.getInputStream(), out);
        this.errReader = reader(process.getErrorStream(), err);
    }

    private static Thread reader(InputStream from, StringBuffer to) {
        Thread thread = new Thread(() -> {
            try (BufferedReader in = new BufferedReader(new InputStreamReader(from, StandardCharsets.UTF_8))) {
                char[] buffer = new char[8192];
                for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                    to.append(buffer, 0, count);
                }
            } catch (IOException e) {
                to.append("(the pipe broke: ").append(e.getMessage()).append(')');
            }
        });
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    Started type(String input) {
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new AssertionError("it did not read its input", e);
        }
        return this;
    }

    /** Types something and leaves the input open. */
    Started press(String keys) throws IOException {
        OutputStream in = process.getOutputStream();
        in.write(keys.getBytes(StandardCharsets.UTF_8));
        in.flush();
        return this;
    }

    /** Waits until it shows something after what it has shown so far, and gives all up to that. */
    String shows(String text) throws InterruptedException {
        String shown = showsOne(Duration.ofMinutes(2), text);
        if (shown.isEmpty()) {
            process.destroyForcibly();
            throw new AssertionError("it does not show '" + text + "' but '" + out.substring(seen) + "'; " + err);
        }
        return shown;
    }

    /** Waits a while until it shows one of several things, and gives all up to that; "" when it does not. */
    String showsOne(Duration patience, String... texts) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            for (String text : texts) {
                int at = out.indexOf(text, seen);
                if (at >= 0) {
                    String shown = out.substring(seen, at + text.length());
                    seen = at + text.length();
                    return shown;
                }
            }
            if (System.nanoTime() > end) {
                return "";
            }
            Thread.sleep(5);
        }
    }

    /**
     * Waits until it has said something.
     *
     * @return whether it has; false when it ended without
     */
    boolean says(Predicate<String> said) throws InterruptedException {
        return await(err, said);
    }

    /** Waits until it has answered something, as {@link #says}, and gives the answer so far. */
    String answers(Predicate<String> answered) throws InterruptedException {
        if (!await(out, answered)) {
            throw new AssertionError("no answer: " + out + err);
        }
        return out.toString();
    }

    private boolean await(StringBuffer stream, Predicate<String> said) throws InterruptedException {
        while (!said.test(stream.toString())) {
            if (!process.isAlive()) {
                join();
                return said.test(stream.toString());
            }
            Thread.sleep(5);
        }
        return true;
    }

    /** kill -9; the launcher becomes Java, so this is Java's own process. */
    void kill() throws InterruptedException {
        process.toHandle().destroyForcibly();
        process.waitFor();
        join();
    }

    /** What Ctrl-C and a shutdown of the machine do. */
    Started terminate() {
        // Not Process.destroy, which also closes the pipes its last words come through.
        process.toHandle().destroy();
        return this;
    }

    Outcome finish(Duration patience) {
        try {
            boolean ended = process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (!ended) {
                process.destroyForcibly().waitFor();
            }
            join();
            double seconds = (System.nanoTime() - began) / 1e9;
            Outcome outcome = new Outcome(command, process.exitValue(), out.toString(), err.toString(), seconds);
            if (!ended) {
                throw new AssertionError("not done after " + patience + ": " + outcome);
            }
            return outcome;
        } catch (InterruptedException e) {
            process.destroyForcibly();
            throw new AssertionError("interrupted", e);
        }
    }

    private void join() throws InterruptedException {
        outReader.join();
        errReader.join();
    }
}
