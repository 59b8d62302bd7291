// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import dev.seance.api.run.UserError;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The file {@value #NAME} of a checkpoint: what it is, and how long its other files are and their SHA-256. Its last line
 * is the SHA-256 of the lines before. So whatever became of a checkpoint on a disk, it is either what was written or
 * refused with the reason.
 */
final class CheckpointFile {

    static final String NAME = "training.properties";

    private static final String FORMAT = "seance-training 2";
    private static final String FILE = "file.";
    private static final String SEAL = "sha256=";

    private CheckpointFile() {}

    /** Writes it beside the finished files of a checkpoint. */
    static void write(Path folder, Map<String, String> entries) throws IOException {
        Map<String, String> lines = new HashMap<>(entries);
        lines.put("format", FORMAT);
        for (Path file : files(folder)) {
            lines.put(FILE + file.getFileName(), Files.size(file) + " " + Digest.of(file));
        }
        String text = lines.entrySet().stream()
                .map(line -> line.getKey() + "=" + escaped(line.getValue()) + "\n")
                .sorted()
                .collect(Collectors.joining());
        Path file = folder.resolve(NAME);
        Files.writeString(file, text + SEAL + Digest.of(text) + "\n", StandardCharsets.UTF_8);
        Durable.flush(file);
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> !file.getFileName().toString().equals(NAME))
                    .sorted()
                    .toList();
        }
    }

    private static String escaped(String value) {
        String oneLine = value.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
        return oneLine.startsWith(" ") ? "\\" + oneLine : oneLine;
    }

    /**
     * Reads it back, without looking at the other files.
     *
     * @throws UserError when it is missing, torn, altered or of another version, with the reason
     */
    static Map<String, String> read(Path folder) throws IOException {
        Path file = folder.resolve(NAME);
        String text;
        try {
            text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            throw new UserError(folder + ": no checkpoint: it has no " + NAME, e);
        }
        Properties read = new Properties();
        try {
            read.load(new StringReader(text));
        } catch (IllegalArgumentException e) {
            throw new UserError(file + ": altered since it was written: " + e.getMessage(), e);
        }
        Map<String, String> lines = new HashMap<>();
        read.stringPropertyNames().forEach(key -> lines.put(key, read.getProperty(key)));
        if (!FORMAT.equals(lines.get("format"))) {
            throw new UserError(file + ": expected the format " + FORMAT + ", found "
                    + lines.getOrDefault("format", "none") + "; go on with the version of Seance that wrote it");
        }
        int seal = text.lastIndexOf("\n" + SEAL) + 1;
        if (seal == 0) {
            throw new UserError(file + ": truncated: its last line is missing");
        }
        if (!text.substring(seal).equals(SEAL + Digest.of(text.substring(0, seal)) + "\n")) {
            throw new UserError(file + ": altered since it was written: its SHA-256 is not the one in its last line");
        }
        return lines;
    }

    /**
     * Looks at every file that it names.
     *
     * @param lines as {@link #read}
     * @throws UserError when one is missing, truncated or altered, with the reason
     */
    static void verify(Path folder, Map<String, String> lines) throws IOException {
        for (Map.Entry<String, String> line : lines.entrySet()) {
            if (!line.getKey().startsWith(FILE)) {
                continue;
            }
            Path file = folder.resolve(line.getKey().substring(FILE.length()));
            String[] written = line.getValue().split(" ", 2);
            if (!Files.exists(file)) {
                throw new UserError(file + ": missing");
            }
            if (Files.size(file) != Long.parseLong(written[0])) {
                throw new UserError(file + ": has " + Files.size(file) + " bytes, not the " + written[0] + " it was"
                        + " written with");
            }
            if (!Digest.of(file).equals(written[1])) {
                throw new UserError(file + ": altered since it was written: its SHA-256 is another");
            }
        }
    }
}
