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
 * The processor of a machine, as Linux describes it.
 *
 * @param name its kind, fit for a file's name: what was measured on one says nothing of another
 * @param logical how many threads it runs at a time, as far as Java may use them
 * @param physical how many cores these are; two threads of one core share its arithmetic
 * @param capability the vector instructions that PyTorch's kernels are chosen by, such as {@code avx512 avx512_bf16 amx_bf16}
 */
record Processor(String name, int logical, int physical, String capability) {

    /** Beside those that PyTorch's own kernels know: oneDNN multiplies in bf16 with these. */
    private static final List<String> BF16_UNITS = List.of("avx512_bf16", "amx_bf16", "bf16");

    static Processor of(HostSystem system) {
        int logical = Runtime.getRuntime().availableProcessors();
        String name = System.getProperty("os.arch") + "-" + logical;
        List<String> lines = List.of();
        try {
            lines = Files.readAllLines(system.file("/proc/cpuinfo"));
        } catch (IOException | UncheckedIOException e) {
            // Not Linux; architecture and cores must do.
        }
        name += lines.stream()
                .filter(line -> line.startsWith("model name") || line.startsWith("stepping"))
                .limit(2)
                .map(line -> "-" + value(line))
                .reduce("", String::concat);
        return new Processor(
                name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-"),
                logical,
                physical(lines, logical),
                capability(lines, system));
    }

    /** What PyTorch finds, or is told to find by {@code ATEN_CPU_CAPABILITY}. */
    private static String capability(List<String> lines, HostSystem system) {
        Set<String> flags = new HashSet<>();
        lines.stream()
                .filter(line -> line.startsWith("flags") || line.startsWith("Features"))
                .findFirst()
                .ifPresent(line -> flags.addAll(List.of(value(line).split(" +"))));
        String found = flags.containsAll(List.of("avx512f", "avx512vl", "avx512bw", "avx512dq", "fma"))
                ? "avx512"
                : flags.containsAll(List.of("avx2", "fma")) ? "avx2" : flags.contains("asimd") ? "asimd" : "default";
        String level = system.variable("ATEN_CPU_CAPABILITY").orElse(found);
        boolean limited = system.variable("ONEDNN_MAX_CPU_ISA")
                .filter(limit -> !limit.contains("BF16") && !limit.contains("AMX") && !limit.equals("DEFAULT"))
                .isPresent();
        return limited
                ? level
                : BF16_UNITS.stream().filter(flags::contains).reduce(level, (all, unit) -> all + " " + unit);
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
