// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.store;

import dev.seance.api.run.UserError;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Spliterator;
import java.util.Spliterators.AbstractSpliterator;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Reads a file of JSON lines lazily; a failure to read it to its end is reported as damage to that file. */
final class JsonLines<T> extends AbstractSpliterator<T> {

    /** Makes a value of a line. */
    @FunctionalInterface
    interface Form<T> {

        T read(String line) throws IOException;
    }

    private final Path file;
    private final BufferedReader lines;
    private final Form<T> form;

    private JsonLines(Path file, BufferedReader lines, Form<T> form) {
        super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
        this.file = file;
        this.lines = lines;
        this.form = form;
    }

    /** The values of all lines; closing the stream closes the reader. */
    static <T> Stream<T> read(Path file, BufferedReader lines, Form<T> form) {
        return StreamSupport.stream(new JsonLines<>(file, lines, form), false).onClose(() -> close(lines));
    }

    @Override
    public boolean tryAdvance(Consumer<? super T> action) {
        T value;
        try {
            String line = lines.readLine();
            if (line == null) {
                return false;
            }
            value = form.read(line);
        } catch (IOException | IllegalArgumentException e) {
            throw damaged(file, e);
        }
        action.accept(value);
        return true;
    }

    /** The error for a file that cannot be read to its end. */
    static UserError damaged(Path file, Exception reason) {
        return new UserError(
                file + ": damaged (" + Json.reason(reason) + "); delete the folder " + file.getParent()
                        + " and run again to make it anew",
                reason);
    }

    private static void close(BufferedReader lines) {
        try {
            lines.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
