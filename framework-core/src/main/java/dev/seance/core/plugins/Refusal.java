// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plugins;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.UndeclaredThrowableException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.util.zip.ZipException;
import org.pf4j.PluginRuntimeException;

/**
 * Puts into words why a plugin cannot be used, whatever was thrown while it was looked at. Nothing about one plugin may
 * end a command, so the code that looks at one catches {@link Throwable}: a damaged file, a class that fails while it is
 * initialised, a manifest larger than memory.
 */
final class Refusal {

    private Refusal() {}

    /** The reason, to be read after "cannot be read: " or the like. */
    static String reason(Throwable thrown) {
        if (thrown instanceof OutOfMemoryError) {
            return "it needs more memory than Java has (" + thrown.getMessage() + ")";
        }
        if (thrown instanceof StackOverflowError) {
            return "the stack overflowed";
        }
        if (isWrapper(thrown) && thrown.getCause() != null) {
            return reason(thrown.getCause());
        }
        if (thrown instanceof ExceptionInInitializerError && thrown.getCause() != null) {
            return "a static initializer failed: " + reason(thrown.getCause());
        }
        if (thrown instanceof LinkageError || thrown instanceof TypeNotPresentException) {
            return Linkage.reason(thrown);
        }
        if (thrown instanceof InvalidPathException path) {
            return "the name " + path.getInput() + " cannot be the name of a file here (" + path.getReason() + ")";
        }
        if (thrown instanceof IOException failure) {
            return reason(failure);
        }
        return thrown.toString();
    }

    private static boolean isWrapper(Throwable thrown) {
        return thrown instanceof UncheckedIOException
                || thrown instanceof PluginRuntimeException
                || thrown instanceof UndeclaredThrowableException;
    }

    private static String reason(IOException failure) {
        if (failure instanceof AccessDeniedException denied) {
            return denied.getFile() + ": permission denied; check who owns it";
        }
        if (failure instanceof NoSuchFileException missing) {
            return missing.getFile() + " does not exist";
        }
        if (failure instanceof FileSystemLoopException loop) {
            return loop.getFile() + " is a link to a folder above it";
        }
        if (failure instanceof FileSystemException file) {
            return file.getMessage();
        }
        String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        return isDamage(failure)
                ? message + "; it is damaged, or was never a jar or zip: download or build it again"
                : message;
    }

    private static boolean isDamage(IOException failure) {
        return failure instanceof ZipException || failure.getCause() instanceof ZipException;
    }
}
