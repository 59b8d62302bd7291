// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import dev.seance.api.run.StopException;
import dev.seance.api.run.UserError;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Lack of memory as an error that says what to lower. */
final class MemoryExhausted {

    /** What engines say of memory that they allocate themselves, on processors and accelerators. */
    private static final Pattern ENGINE =
            Pattern.compile(
            "out of memory|can't allocate memory|not enough memory|cannot allocate memory", Pattern.CASE_INSENSITIVE);

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
        List<Throwable> causes = causes(thrown);
        // The host wraps what leaves another plugin.
        if (causes.stream().anyMatch(StackOverflowError.class::isInstance)) {
            return new UserError(
                    where + "the thread's stack is full (" + sizes + "); raise it with SEANCE_JAVA_OPTS=-Xss16m", thrown);
        }
        Optional<Throwable> java =
                causes.stream().filter(OutOfMemoryError.class::isInstance).findFirst();
        if (java.isPresent()) {
            return new UserError(
                    String.format(
                            Locale.ROOT,
                            "%sout of memory: Java has %,d MiB (%s); %s, or give Java more with SEANCE_JAVA_OPTS=-Xmx8g",
                            where,
                            Runtime.getRuntime().maxMemory() >> 20,
                            java.get().getMessage(),
                            advice(microBatch, sizes)),
                    thrown);
        }
        Optional<String> engine = causes.stream()
                .flatMap(cause -> String.valueOf(cause.getMessage()).lines())
                .filter(line -> ENGINE.matcher(line).find())
                .findFirst();
        if (engine.isPresent()) {
            return new UserError(
                    where + "the engine is out of memory; " + advice(microBatch, sizes) + " ("
                            + engine.get().strip() + ")",
                    thrown);
        }
        // Nothing else than these and unchecked exceptions is passed to this method.
        return (RuntimeException) thrown;
    }

    private static List<Throwable> causes(Throwable thrown) {
        return Stream.iterate(thrown, cause -> cause != null, Throwable::getCause)
                .limit(DEEPEST)
                .toList();
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
}
