// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.synthesis;

import dev.seance.api.run.UserError;
import dev.seance.kit.text.ListFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The lists and prompts that come with the plugin, each of which a file of the user's can replace. */
final class Texts {

    private Texts() {}

    /**
     * The lines of a list, without comments and blank lines.
     *
     * @param file the user's own; the bundled one where there is none
     */
    static List<ListFile.Line> lines(Optional<Path> file, String bundled, String expected) {
        List<ListFile.Line> lines = file.map(path -> ListFile.read(path, expected))
                .orElseGet(() -> bundled(bundled)
                        .lines()
                        .filter(line -> !line.isBlank() && !line.startsWith("#"))
                        .map(line -> new ListFile.Line(bundled, line))
                        .toList());
        if (lines.isEmpty()) {
            throw new UserError(file.orElseThrow() + " has no lines; give " + expected);
        }
        return lines;
    }

    private static String bundled(String name) {
        try (InputStream in = Texts.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
