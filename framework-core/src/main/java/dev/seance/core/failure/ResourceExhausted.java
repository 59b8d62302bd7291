// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.failure;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Java ran out of memory or of stack, with what was being done at that moment: the document, the call into a plugin, the
 * step. Whoever knows such a thing catches the error and adds it ({@link #during}); what arrives at the top can be
 * reported in one sentence that says where and what to do.
 */
public final class ResourceExhausted extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Causes may go in a circle. */
    private static final int MAX_DEPTH = 20;

    private final transient List<String> activities;

    private ResourceExhausted(List<String> activities, Throwable error) {
        super(error);
        this.activities = List.copyOf(activities);
    }

    /** Whether an exception is of the kind that this class reports. */
    public static boolean isOne(Throwable thrown) {
        return thrown instanceof OutOfMemoryError
                || thrown instanceof StackOverflowError
                || thrown instanceof ResourceExhausted;
    }

    /** The error of that kind that an exception is, or that caused it: code on other threads likes to wrap. */
    public static Optional<Throwable> in(Throwable thrown) {
        Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < MAX_DEPTH; depth++) {
            if (isOne(cause)) {
                return Optional.of(cause);
            }
            cause = cause.getCause();
        }
        return Optional.empty();
    }

    /**
     * Adds what was being done.
     *
     * @param activity to be read after "while" or "in": {@code step 'books'}, {@code document 'all.txt'}
     * @param thrown one that {@link #isOne} is true of
     */
    public static ResourceExhausted during(String activity, Throwable thrown) {
        List<String> activities = new ArrayList<>();
        Throwable error = thrown;
        if (thrown instanceof ResourceExhausted inner) {
            activities.addAll(inner.activities);
            error = inner.getCause();
        }
        activities.add(activity);
        return new ResourceExhausted(activities, error);
    }

    /** What was being done, the widest first. */
    public List<String> activities() {
        List<String> widestFirst = new ArrayList<>(activities);
        Collections.reverse(widestFirst);
        return widestFirst;
    }

    /** The error itself. */
    public Error error() {
        return (Error) getCause();
    }

    /** One line: {@code out of memory (Java heap space) in step 'books', document 'all.txt'}. */
    @Override
    public String getMessage() {
        return ExhaustionReport.summary(error(), activities());
    }
}
