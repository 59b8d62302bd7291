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
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Asks the program that comes with NVIDIA's driver: it alone knows a GPU's memory, and how much of it others use, without
 * loading a library into this process.
 */
final class NvidiaSmi {
    private static final int TIMEOUT_SECONDS = 10;

    private NvidiaSmi() {}

    /** A line for each GPU; none where there is no such program, or it fails, which is a finding too. */
    static List<String> gpus(HostSystem system) {
        try {
            Optional<Answer> answer = ask(system, "name,memory.total,memory.used,compute_cap");
            if (answer.isEmpty()) {
                return List.of();
            }
            return answer.get().problem().isPresent()
                    ? List.of(answer.get().problem().get())
                    : answer.get().lines().stream()
                            .map(line -> line.split(" *, *"))
                            .filter(fields -> fields.length == 4)
                            .map(fields -> "GPU memory: " + fields[1] + " of " + fields[0] + ", " + fields[2]
                                    + " in use, compute capability " + fields[3])
                            .toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of("nvidia-smi does not run: " + e.getMessage());
        }
    }

    /** Bytes in use on the first GPU, which is the one that models live on; empty when it is not known. */
    static OptionalLong memoryInUse(HostSystem system) {
        try {
            return ask(system, "memory.used").filter(answer -> answer.problem().isEmpty()).stream()
                    .flatMap(answer -> answer.lines().stream())
                    .filter(line -> line.matches("\\d+ MiB"))
                    .mapToLong(line -> Long.parseLong(line.replace(" MiB", "")) << 20)
                    .findFirst();
        } catch (IOException | UncheckedIOException e) {
            return OptionalLong.empty();
        }
    }

    /** The first GPU's compute capability, such as 9.0; empty when it is not known. */
    static OptionalDouble computeCapability(HostSystem system) {
        try {
            return ask(system, "compute_cap").filter(answer -> answer.problem().isEmpty()).stream()
                    .flatMap(answer -> answer.lines().stream())
                    .filter(line -> line.matches("\\d{1,3}\\.\\d"))
                    .mapToDouble(Double::parseDouble)
                    .findFirst();
        } catch (IOException | UncheckedIOException e) {
            return OptionalDouble.empty();
        }
    }

    /** What the program printed, or what is wrong with it. */
    private record Answer(List<String> lines, Optional<String> problem) {}

    private static Optional<Answer> ask(HostSystem system, String query) throws IOException {
        Optional<Path> program = system.variable("PATH").stream()
                .flatMap(path -> Stream.of(path.split(File.pathSeparator)))
                .filter(folder -> !folder.isEmpty())
                .flatMap(folder -> Stream.of(Path.of(folder, "nvidia-smi"), Path.of(folder, "nvidia-smi.exe")))
                .filter(Files::isExecutable)
                .findFirst();
        try {
            return program.isEmpty() ? Optional.empty() : Optional.of(ask(program.get(), query));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static Answer ask(Path program, String query) throws IOException, InterruptedException {
        Path output = Files.createTempFile("nvidia-smi", ".csv");
        try {
            Process process = new ProcessBuilder(program.toString(), "--query-gpu=" + query, "--format=csv,noheader")
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return new Answer(
                        List.of(), Optional.of("nvidia-smi does not answer within " + TIMEOUT_SECONDS + " seconds"));
            }
            List<String> lines = Files.readAllLines(output, StandardCharsets.UTF_8);
            return process.exitValue() == 0
                    ? new Answer(lines, Optional.empty())
                    : new Answer(
                            List.of(),
                            Optional.of("nvidia-smi fails: " + (lines.isEmpty() ? "without a message" : lines.get(0))));
        } finally {
            Files.delete(output);
        }
    }
}
