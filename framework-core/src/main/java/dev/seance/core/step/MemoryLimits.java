// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.step;

import dev.seance.api.run.UserError;
import java.util.Locale;

/** What to say when Java's memory was not enough for a document: which one, how much there is, how to give more. */
final class MemoryLimits {

    private MemoryLimits() {}

    /**
     * The error to show.
     *
     * @param place the step and the document that was being read
     */
    static UserError exceeded(String place, VirtualMachineError e) {
        if (e instanceof StackOverflowError) {
            return new UserError(
                    place + ": a thread's stack is too small for it; set SEANCE_JAVA_OPTS=-Xss64m and run the same"
                            + " command again, or split the text",
                    e);
        }
        long heap = Runtime.getRuntime().maxMemory() >> 20;
        return new UserError(
                String.format(
                        Locale.ROOT,
                        "%s: out of memory (Java may use %,d MB); set SEANCE_JAVA_OPTS=-Xmx%dm and run the same command"
                                + " again, or split the text into smaller files",
                        place,
                        heap,
                        2 * heap),
                e);
    }

    static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%,.1f MB", bytes / 1e6);
    }
}
