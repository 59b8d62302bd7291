// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import dev.seance.api.run.UserError;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * A properties file that ends with the SHA-256 of the lines before, so that a file is either what was written or refused
 * with the reason.
 */
final class SealedProperties {

    private static final String SEAL = "sha256=";

    private SealedProperties() {}

    /** Writes the file and forces it to the disk. */
    static void write(Path file, Map<String, String> entries) throws IOException {
        String text = entries.entrySet().stream()
                .map(line -> line.getKey() + "=" + escaped(line.getValue()) + "\n")
                .sorted()
                .collect(Collectors.joining());
        Files.writeString(file, text + SEAL + ContentDigest.of(text) + "\n", StandardCharsets.UTF_8);
        DurableFiles.flush(file);
    }

    private static String escaped(String value) {
        String oneLine = value.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
        return oneLine.startsWith(" ") ? "\\" + oneLine : oneLine;
    }

    /**
     * Reads it back.
     *
     * @param format what the entry {@code format} must be
     * @throws java.nio.file.NoSuchFileException when it is missing
     * @throws UserError when it is truncated, altered or of another format, with the reason
     */
    static Map<String, String> read(Path file, String format) throws IOException {
        String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        Properties read = new Properties();
        try {
            read.load(new StringReader(text));
        } catch (IllegalArgumentException e) {
            throw new UserError(file + ": altered since it was written: " + e.getMessage(), e);
        }
        Map<String, String> lines = new HashMap<>();
        read.stringPropertyNames().forEach(key -> lines.put(key, read.getProperty(key)));
        if (!format.equals(lines.get("format"))) {
            throw new UserError(file + ": expected the format " + format + ", found "
                    + lines.getOrDefault("format", "none") + "; resume with the version of Seance that wrote it");
        }
        int seal = text.lastIndexOf("\n" + SEAL) + 1;
        if (seal == 0) {
            throw new UserError(file + ": truncated: its last line is missing");
        }
        if (!text.substring(seal).equals(SEAL + ContentDigest.of(text.substring(0, seal)) + "\n")) {
            throw new UserError(file + ": altered since it was written: its SHA-256 is not the one in its last line");
        }
        return lines;
    }
}
