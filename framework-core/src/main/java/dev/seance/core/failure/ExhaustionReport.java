// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.failure;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Says that memory or stack ran out, and what to do about it. When the heap is full there may be no room for a sentence
 * about it, so there is a reserve to let go of, and a last line that was put together while there was room.
 */
public final class ExhaustionReport {

    /** Enough for a message and the classes it needs. */
    private static final int RESERVE_BYTES = 2 << 20;

    private static final byte[] LAST_LINE =
            ("seance: out of memory; give Java more with SEANCE_JAVA_OPTS=-Xmx4g (or as much as the machine has), and"
                            + " run the same command again\n")
                    .getBytes(StandardCharsets.UTF_8);

    private static byte[] reserve;

    private ExhaustionReport() {}

    /** Sets memory aside for the report; called once, when the program starts. */
    public static synchronized void prepare() {
        reserve = new byte[RESERVE_BYTES];
    }

    /** Prints the report on the error stream, in full or, when even that fails, the line that needs no memory. */
    public static synchronized void print(Throwable thrown) {
        reserve = null;
        try {
            List<String> activities = thrown instanceof ResourceExhausted known ? known.activities() : List.of();
            Throwable error = thrown instanceof ResourceExhausted known ? known.error() : thrown;
            write(("seance: " + message(error, activities) + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (OutOfMemoryError | StackOverflowError again) {
            write(LAST_LINE);
        }
    }

    private static void write(byte[] line) {
        System.err.flush();
        try {
            // Not by System.err, whose encoder may need memory that there is not. It stays open.
            new FileOutputStream(FileDescriptor.err).write(line);
        } catch (IOException e) {
            return; // nobody can be told
        }
    }

    /** What ran out and where. */
    static String summary(Throwable error, List<String> activities) {
        String what =
                error instanceof StackOverflowError ? "out of stack" : "out of memory (" + error.getMessage() + ")";
        return what + (activities.isEmpty() ? "" : " in " + String.join(", ", activities));
    }

    /** The same with what to do. */
    static String message(Throwable error, List<String> activities) {
        return summary(error, activities) + "; " + remedy(error);
    }

    private static String remedy(Throwable error) {
        String cause = String.valueOf(error.getMessage());
        if (error instanceof StackOverflowError) {
            return "something in it is nested deeper than Java's stack allows; give it more with"
                    + " SEANCE_JAVA_OPTS=-Xss16m and run the same command again";
        }
        if (cause.contains("native thread")) {
            return "the system allows no further thread; raise the limit (ulimit -u), or use fewer with --threads where"
                    + " the command has it";
        }
        if (cause.contains("array size")) {
            return "one text or list is longer than 2 GB, which Java cannot hold; split it";
        }
        long heap = Runtime.getRuntime().maxMemory() >> 20;
        String option = cause.contains("Direct buffer") ? "-XX:MaxDirectMemorySize=" : "-Xmx";
        return "Java may use " + heap + " MiB; give it more with SEANCE_JAVA_OPTS=" + option + suggested(heap)
                + " and run the same command again: finished work is kept";
    }

    /** Twice what was too little, in whole gigabytes. */
    private static String suggested(long heapMebibytes) {
        return Math.max(1, Math.round(2 * heapMebibytes / 1024.0)) + "g";
    }
}
