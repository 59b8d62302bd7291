// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.store;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Who holds a lock, for the message to whoever waits. It lies in a file beside the lock, replaced as a whole when the
 * lock is taken; the lock itself, not this file, says whether anybody holds it.
 *
 * @param run the run, {@code recipe/n}, or the command, such as {@code store unpack}
 * @param step the step; "" for a lock on a whole run
 * @param process the process id
 * @param host the machine's name
 * @param since when the lock was taken, in ISO 8601
 */
public record LockOwner(String run, String step, long process, String host, String since) {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());

    public LockOwner {
        Objects.requireNonNull(run, "run");
        Objects.requireNonNull(step, "step");
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(since, "since");
    }

    /** This process, from now on. */
    public static LockOwner now(String run, String step) {
        return new LockOwner(
                run,
                step,
                ProcessHandle.current().pid(),
                hostName(),
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    }

    /** From the cheapest place that has it: a look-up by way of the network can take seconds. */
    private static String hostName() {
        try {
            Path kernel = Path.of("/proc/sys/kernel/hostname");
            if (Files.isReadable(kernel)) {
                return Files.readString(kernel).strip();
            }
            String windows = System.getenv("COMPUTERNAME");
            return windows != null ? windows : InetAddress.getLocalHost().getHostName();
        } catch (IOException e) {
            return "this machine";
        }
    }

    /** The owner in a file; empty when there is none, or none that can be read. */
    public static Optional<LockOwner> read(Path file) {
        try {
            return Optional.of(Json.read(file, LockOwner.class));
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    public void write(Path file) throws IOException {
        AtomicFiles.write(file, Json.line(this) + "\n");
    }

    /** Such as {@code run victorian/3 (step base, process 4711 on HOST, since 2026-11-22 14:03:11)}. */
    public String describe() {
        return (run.contains("/") ? "run " + run : "'seance " + run + "'")
                + " (" + (step.isEmpty() ? "" : "step " + step + ", ") + "process " + process + " on " + host
                + ", since " + time() + ")";
    }

    private String time() {
        try {
            return TIME.format(Instant.parse(since));
        } catch (RuntimeException e) {
            return since;
        }
    }
}
