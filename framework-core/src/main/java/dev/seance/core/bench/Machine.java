// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What a measurement was measured on; without it, it means nothing.
 *
 * @param processor its model's name, or its kind where the system does not tell
 * @param cores how many of them Java may use
 * @param java Java's version and maker
 * @param system the operating system and its version
 * @param heapBytes the most memory Java takes for objects
 */
public record Machine(String processor, int cores, String java, String system, long heapBytes) {

    /** Where Linux tells. */
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

    /** This one. */
    public static Machine here() {
        Runtime runtime = Runtime.getRuntime();
        return new Machine(
                processorName(),
                runtime.availableProcessors(),
                System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + ")",
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                runtime.maxMemory());
    }

    private static String processorName() {
        try (Stream<String> lines = Files.lines(PROCESSORS)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException e) {
            return System.getProperty("os.arch"); // no Linux
        }
    }

    /** All of it in a line. */
    public String inWords() {
        return String.format(
                Locale.ROOT,
                "%s, %d %s, Java %s, %s, heap %d MB",
                processor,
                cores,
                cores == 1 ? "core" : "cores",
                java,
                system,
                heapBytes / 1_000_000);
    }
}
