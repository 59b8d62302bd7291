// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import dev.seance.api.run.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The file {@value #NAME} of a checkpoint: what it is, and the sizes and SHA-256 of its other files, see {@link
 * SealedProperties}. So whatever a disk did to a checkpoint, it is either what was written or refused with the reason.
 */
final class CheckpointFile {

    static final String NAME = "training.properties";

    private static final String FORMAT = "seance-training 3";
    private static final String FILE = "file.";

    private CheckpointFile() {}

    /** Writes it beside the finished files of a checkpoint. */
    static void write(Path folder, Map<String, String> entries) throws IOException {
        Map<String, String> lines = new HashMap<>(entries);
        lines.put("format", FORMAT);
        for (Path file : files(folder)) {
            lines.put(FILE + file.getFileName(), Files.size(file) + " " + ContentDigest.of(file));
        }
        SealedProperties.write(folder.resolve(NAME), lines);
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> !file.getFileName().toString().equals(NAME))
                    .sorted()
                    .toList();
        }
    }

    /**
     * Reads it back, without looking at the other files.
     *
     * @throws UserError when it is missing, truncated, altered or of another version, with the reason
     */
    static Map<String, String> read(Path folder) throws IOException {
        try {
            return SealedProperties.read(folder.resolve(NAME), FORMAT);
        } catch (NoSuchFileException e) {
            throw new UserError(folder + ": not a checkpoint: it has no " + NAME, e);
        }
    }

    /** The SHA-256 that it names for a file of the checkpoint. */
    static String digest(Map<String, String> lines, String file) {
        return lines.getOrDefault(FILE + file, " ").split(" ", 2)[1];
    }

    /**
     * Compares every file that it names with its digest.
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
                throw new UserError(file + ": has " + Files.size(file) + " bytes, expected " + written[0]);
            }
            if (!ContentDigest.of(file).equals(written[1])) {
                throw new UserError(file + ": altered since it was written: its SHA-256 differs");
            }
        }
    }
}
