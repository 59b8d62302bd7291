// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import dev.seance.api.run.StopException;
import dev.seance.api.run.UserError;
import java.util.Locale;
import java.util.regex.Pattern;

/** Lack of memory as an error that says what to lower. */
final class MemoryExhausted {

    /** What engines say of memory that they allocate themselves, on processors and accelerators. */
    private static final Pattern ENGINE =
            Pattern.compile("out of memory|can't allocate memory|not enough memory|cannot allocate memory");

    private static final int DEEPEST = 20;

    private MemoryExhausted() {}

    /**
     * The error to throw for one that ended a training: a {@code UserError} when memory ran out, otherwise the same.
     *
     * @param microBatch sequences of a micro-batch
     * @param length tokens in a sequence
     */
    static RuntimeException explained(Throwable thrown, String step, int microBatch, int length) {
        if (thrown instanceof UserError || thrown instanceof StopException) {
            return (RuntimeException) thrown;
        }
        String where = "[" + step + "] ";
        String sizes = "micro-batches of " + microBatch + " x " + length + " tokens";
        if (thrown instanceof StackOverflowError) {
            return new UserError(
                    where + "the thread's stack is full (" + sizes + "); raise it with SEANCE_JAVA_OPTS=-Xss16m",
                    thrown);
        }
        if (thrown instanceof OutOfMemoryError) {
            return new UserError(
                    String.format(
                            Locale.ROOT,
                            "%sout of memory: Java has %,d MiB (%s); %s, or give Java more with SEANCE_JAVA_OPTS=-Xmx8g",
                            where,
                            Runtime.getRuntime().maxMemory() >> 20,
                            thrown.getMessage(),
                            advice(microBatch, sizes)),
                    thrown);
        }
        if (isEngines(thrown)) {
            return new UserError(
                    where + "the engine is out of memory; " + advice(microBatch, sizes) + " (" + firstLine(thrown)
                            + ")",
                    thrown);
        }
        return (RuntimeException) thrown;
    }

    /** For dialogues, which a fine-tuning has in memory. */
    static UserError whileReading(OutOfMemoryError error, String step) {
        return new UserError(
                String.format(
                        Locale.ROOT,
                        "[%s] out of memory while reading the dialogues: Java has %,d MiB (%s); give fewer dialogues, or"
                                + " give Java more with SEANCE_JAVA_OPTS=-Xmx8g",
                        step,
                        Runtime.getRuntime().maxMemory() >> 20,
                        error.getMessage()),
                error);
    }

    private static String advice(int microBatch, String sizes) {
        return microBatch > 1
                ? "lower micro-batch (now " + sizes + "; the result stays the same), the model's context or its depth"
                : "lower the model's context or its depth (now " + sizes + ")";
    }

    private static boolean isEngines(Throwable thrown) {
        Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            if (cause instanceof OutOfMemoryError
                    || ENGINE.matcher(lowerCase(cause)).find()) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    private static String lowerCase(Throwable thrown) {
        return String.valueOf(thrown.getMessage()).toLowerCase(Locale.ROOT);
    }

    private static String firstLine(Throwable thrown) {
        return String.valueOf(thrown.getMessage()).lines().findFirst().orElse("");
    }
}
