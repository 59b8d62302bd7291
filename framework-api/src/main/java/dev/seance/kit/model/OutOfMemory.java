// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.model;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Recognises a lack of memory in what a model or its backend throws, so that its caller can say which of its own options
 * to lower: Java's heap or stack, or the memory that an engine allocates itself, on a processor or an accelerator.
 *
 * @param what ran out, as the beginning of a message: {@code out of memory: Java has 512 MiB (Java heap space)}
 * @param remedy what helps beside lower options; empty when nothing does
 */
public record OutOfMemory(String what, Optional<String> remedy) {

    /** What engines say; they have no exception of their own for it. */
    private static final Pattern ENGINE = Pattern.compile(
            "out of memory|can't allocate memory|cannot allocate memory|not enough memory", Pattern.CASE_INSENSITIVE);

    private static final int DEEPEST = 20;

    public OutOfMemory {
        Objects.requireNonNull(what, "what");
        Objects.requireNonNull(remedy, "remedy");
    }

    /** The lack of memory behind an exception or error; empty when it is something else. */
    public static Optional<OutOfMemory> behind(Throwable thrown) {
        // The host wraps what leaves another plugin, so look at the causes too.
        List<Throwable> causes = Stream.iterate(thrown, cause -> cause != null, Throwable::getCause)
                .limit(DEEPEST)
                .toList();
        if (causes.stream().anyMatch(StackOverflowError.class::isInstance)) {
            return Optional.of(new OutOfMemory(
                    "the thread's stack is full", Optional.of("give it more with SEANCE_JAVA_OPTS=-Xss16m")));
        }
        Optional<OutOfMemory> java = causes.stream()
                .filter(OutOfMemoryError.class::isInstance)
                .findFirst()
                .map(error -> new OutOfMemory(
                        String.format(
                                Locale.ROOT,
                                "out of memory: Java has %,d MiB (%s)",
                                Runtime.getRuntime().maxMemory() >> 20,
                                error.getMessage()),
                        Optional.of("give Java more with SEANCE_JAVA_OPTS=-Xmx8g")));
        return java.or(() -> causes.stream()
                .flatMap(cause -> String.valueOf(cause.getMessage()).lines())
                .filter(line -> ENGINE.matcher(line).find())
                .findFirst()
                .map(line -> new OutOfMemory("the engine is out of memory (" + line.strip() + ")", Optional.empty())));
    }

    /**
     * The message for a person.
     *
     * @param advice which options to lower
     */
    public String message(String advice) {
        return what + "; " + advice + remedy.map(other -> ", or " + other).orElse("");
    }
}
