// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * The program of a model family for one kind of engine.
 *
 * @param format what kind of program it is, such as {@code torchscript}; a {@link ModelBackend} declares the formats it runs
 *     and documents what such a program has to define
 * @param file the name of its file, for messages about its lines
 * @param className the class it defines
 * @param text the source text
 */
public record ProgramSource(String format, String file, String className, String text) {

    public ProgramSource {
        Objects.requireNonNull(format, "format");
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(className, "className");
        if (text.isBlank()) {
            throw new IllegalArgumentException("program " + file + " is empty");
        }
    }

    /**
     * A program whose text is a resource in UTF-8.
     *
     * @param owner the class beside which the resource lies
     * @param resource its name, which messages show
     */
    public static ProgramSource of(String format, String className, Class<?> owner, String resource) {
        try (InputStream in = owner.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("there is no resource " + resource + " beside " + owner.getName());
            }
            return new ProgramSource(
                    format, resource, className, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
