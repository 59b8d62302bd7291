// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * How much memory this process holds, native libraries and their tensors included: what the system counts, as Java's own
 * measurements know only of its heap. Linux only; elsewhere there is no answer. Memory of a GPU is not in it.
 */
public final class ProcessMemory {

    private static final Path SELF = Path.of("/proc/self");

    /** What makes Linux begin a new peak, see proc(5). */
    private static final String RESET_PEAK = "5";

    private ProcessMemory() {}

    /** What it holds now, in bytes. */
    public static OptionalLong now() {
        return read("VmRSS:");
    }

    /** The most it held since {@link #beginPeak}, or since its start, in bytes. */
    public static OptionalLong peak() {
        return read("VmHWM:");
    }

    /** Forgets the most it held; whether the system let it. */
    public static boolean beginPeak() {
        try {
            Files.writeString(SELF.resolve("clear_refs"), RESET_PEAK);
            return true;
        } catch (IOException e) {
            return false; // another system, or a container that forbids it
        }
    }

    private static OptionalLong read(String label) {
        try (Stream<String> lines = Files.lines(SELF.resolve("status"))) {
            return lines.filter(line -> line.startsWith(label))
                    .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }
}
