// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The kernel's NVIDIA driver, by the files it shows in {@code /proc}: no library has to be loaded for these.
 *
 * @param version such as 570.86.10
 * @param gpus the models' names
 */
record NvidiaDriver(String version, List<String> gpus) {
    static final String VERSION_FILE = "/proc/driver/nvidia/version";
    private static final String GPUS_FOLDER = "/proc/driver/nvidia/gpus";

    /** The least that runs programs of CUDA 12, whichever, on Linux (CUDA toolkit's release notes, minor versions). */
    static final String LEAST = "525.60.13";

    /** What CUDA 12.8 came with; below it, kernels made for a GPU run and those made on the fly do not. */
    static final String OWN = "570.26";

    /** After the words "Kernel Module", with or without "for x86_64" between. */
    private static final Pattern VERSION = Pattern.compile("Kernel Module\\s+(?:for \\S+\\s+)?(\\d+(?:\\.\\d+)+)");

    NvidiaDriver {
        gpus = List.copyOf(gpus);
    }

    /** The driver of a machine, if it has one. */
    static Optional<NvidiaDriver> of(HostSystem system) {
        Path file = system.file(VERSION_FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            Matcher matcher = VERSION.matcher(Files.readString(file));
            String version = matcher.find() ? matcher.group(1) : "of unknown version";
            return Optional.of(new NvidiaDriver(version, gpus(system.file(GPUS_FOLDER))));
        } catch (IOException e) {
            return Optional.of(new NvidiaDriver("of unknown version", List.of()));
        }
    }

    private static List<String> gpus(Path folder) throws IOException {
        List<String> names = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> gpus = Files.newDirectoryStream(folder)) {
                for (Path gpu : gpus) {
                    Files.readAllLines(gpu.resolve("information")).stream()
                            .filter(line -> line.startsWith("Model:"))
                            .map(line -> line.substring("Model:".length()).strip())
                            .forEach(names::add);
                }
            }
        }
        return names;
    }

    /** Whether it is that version or a newer one; one that cannot be read is taken for good. */
    boolean atLeast(String wanted) {
        if (!version.matches("[\\d.]+")) {
            return true;
        }
        return Arrays.compare(numbers(version), numbers(wanted)) >= 0;
    }

    private static int[] numbers(String version) {
        return Arrays.stream(version.split("\\.")).mapToInt(Integer::parseInt).toArray();
    }
}
