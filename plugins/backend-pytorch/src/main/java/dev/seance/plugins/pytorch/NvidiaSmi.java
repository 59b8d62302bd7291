// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Asks the program that comes with NVIDIA's driver: it alone knows a GPU's memory, and how much of it others use, without
 * loading a library into this process.
 */
final class NvidiaSmi {
    private static final int PATIENCE_SECONDS = 10;

    private NvidiaSmi() {}

    /** A line for each GPU; none where there is no such program, or it fails, which is a finding too. */
    static List<String> gpus(Site site) {
        Optional<Path> program = site.variable("PATH").stream()
                .flatMap(path -> Stream.of(path.split(File.pathSeparator)))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, "nvidia-smi"))
                .filter(Files::isExecutable)
                .findFirst();
        try {
            return program.isEmpty() ? List.of() : ask(program.get());
        } catch (IOException | UncheckedIOException e) {
            return List.of("nvidia-smi does not run: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    private static List<String> ask(Path program) throws IOException, InterruptedException {
        Path answer = Files.createTempFile("nvidia-smi", ".csv");
        try {
            Process process = new ProcessBuilder(
                            program.toString(),
                            "--query-gpu=name,memory.total,memory.used,compute_cap",
                            "--format=csv,noheader")
                    .redirectErrorStream(true)
                    .redirectOutput(answer.toFile())
                    .start();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return List.of("nvidia-smi gave no answer in " + PATIENCE_SECONDS + " seconds");
            }
            List<String> lines = Files.readAllLines(answer, StandardCharsets.UTF_8);
            if (process.exitValue() != 0) {
                return List.of("nvidia-smi fails: " + (lines.isEmpty() ? "no word why" : lines.get(0)));
            }
            return lines.stream()
                    .map(line -> line.split(" *, *"))
                    .filter(fields -> fields.length == 4)
                    .map(fields -> "GPU memory: " + fields[1] + " of " + fields[0] + ", " + fields[2]
                            + " in use, compute capability " + fields[3])
                    .toList();
        } finally {
            Files.delete(answer);
        }
    }
}
