// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * The processor of a machine, as Linux tells of it.
 *
 * @param name its kind, fit for a file's name: figures measured on one say nothing of another
 * @param logical how many threads it runs at a time, as far as Java may use them
 * @param physical how many cores these are; two threads of one core share its arithmetic
 */
record Processor(String name, int logical, int physical) {
    static Processor of(Site site) {
        int logical = Runtime.getRuntime().availableProcessors();
        String name = System.getProperty("os.arch") + "-" + logical;
        List<String> lines = List.of();
        try {
            lines = Files.readAllLines(site.file("/proc/cpuinfo"));
        } catch (IOException | UncheckedIOException e) {
            // Not Linux; architecture and cores must do.
        }
        name += lines.stream()
                .filter(line -> line.startsWith("model name") || line.startsWith("stepping"))
                .limit(2)
                .map(line -> "-" + value(line))
                .reduce("", String::concat);
        return new Processor(
                name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-"), logical, physical(lines, logical));
    }

    /** Distinct cores; as many as threads where the system does not tell, as on some virtual machines. */
    private static int physical(List<String> lines, int logical) {
        Set<String> cores = new HashSet<>();
        String socket = "";
        for (String line : lines) {
            if (line.startsWith("physical id")) {
                socket = value(line);
            } else if (line.startsWith("core id")) {
                cores.add(socket + "/" + value(line));
            }
        }
        return cores.isEmpty() ? logical : Math.min(logical, cores.size());
    }

    private static String value(String line) {
        return line.substring(line.indexOf(':') + 1).strip();
    }

    /** Numbers of threads worth a try: one, half the cores, all cores, all threads; none above a limit. */
    List<Integer> threadCounts(int limit) {
        Set<Integer> counts = new TreeSet<>();
        for (int count : new int[] {1, physical / 2, physical, logical}) {
            counts.add(Math.max(1, Math.min(count, limit)));
        }
        return List.copyOf(counts);
    }
}
