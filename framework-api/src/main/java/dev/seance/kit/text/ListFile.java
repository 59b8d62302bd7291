// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.text;

import dev.seance.api.run.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A list that a user gives to a filter: UTF-8 text, with or without a byte order mark, an entry a line; blank lines and
 * those that begin with {@code #} are none.
 */
public final class ListFile {

    private ListFile() {}

    /**
     * An entry.
     *
     * @param where the file and the line, for messages
     * @param text the line as it stands
     */
    public record Line(String where, String text) {}

    /**
     * Reads a list.
     *
     * @param expected what messages ask for, such as {@code "a file of words"}
     * @throws UserError when the file cannot be read as text
     */
    public static List<Line> read(Path file, String expected) {
        try {
            String text = PlainText.decode(Files.readAllBytes(file), StandardCharsets.UTF_8);
            List<Line> lines = new ArrayList<>();
            int number = 0;
            for (String line : text.split("\n", -1)) {
                number++;
                if (!line.isBlank() && !line.startsWith("#")) {
                    lines.add(new Line(file + ", line " + number, line));
                }
            }
            return lines;
        } catch (PlainText.Undecodable e) {
            throw new UserError(file + ": " + e.getMessage() + "; save it as UTF-8");
        } catch (NoSuchFileException e) {
            throw new UserError(file + " does not exist; give " + expected);
        } catch (IOException e) {
            throw new UserError(file + " cannot be read (" + e + "); give " + expected);
        }
    }
}
