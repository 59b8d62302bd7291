// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How much memory could be taken here without anything being swapped out or killed. */
final class AvailableMemory {
    private static final Logger LOG = LoggerFactory.getLogger(AvailableMemory.class);

    private AvailableMemory() {}

    /** Bytes; of a container's limit what is left of it. */
    static long bytes(HostSystem system) {
        OperatingSystemMXBean host = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        OptionalLong available = line(system, "MemAvailable");
        boolean limited = line(system, "MemTotal").orElse(0) > host.getTotalMemorySize();
        // What is free, without the files that the system keeps in memory as long as nobody wants it.
        return limited || available.isEmpty() ? host.getFreeMemorySize() : available.getAsLong();
    }

    /** A line of Linux's account of memory, in bytes. */
    private static OptionalLong line(HostSystem system, String name) {
        try {
            return Files.readAllLines(system.file("/proc/meminfo")).stream()
                    .filter(line -> line.matches(name + ": +\\d{1,15} kB"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                    .findFirst();
        } catch (IOException e) {
            LOG.debug("no /proc/meminfo", e);
            return OptionalLong.empty();
        }
    }
}
