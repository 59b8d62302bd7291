// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.OptionalDouble;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measurements of this machine, saved between runs in the shared cache. Losing them costs a second or two of measuring, so
 * that nothing fails for a cache that cannot be written; two processes that write at once leave one whole file.
 */
final class MeasurementCache {
    private static final Logger LOG = LoggerFactory.getLogger(MeasurementCache.class);

    private final Path file;

    /** A home directory may be shared by unequal machines, so the processor's name is part of the file's. */
    MeasurementCache(Path cache) {
        this(cache, Processor.of(HostSystem.current()));
    }

    MeasurementCache(Path cache, Processor processor) {
        file = cache.resolve("pytorch").resolve("measured-" + processor.name() + ".properties");
    }

    OptionalDouble number(String key) {
        String value = read().getProperty(key);
        try {
            return value == null ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(value));
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }

    void put(String key, double value) {
        Properties properties = read();
        properties.setProperty(key, Double.toString(value));
        write(properties);
    }

    /** Forgets every number whose key begins so. */
    void remove(String prefix) {
        Properties properties = read();
        properties.keySet().removeIf(key -> key.toString().startsWith(prefix));
        write(properties);
    }

    private void write(Properties properties) {
        try {
            Files.createDirectories(file.getParent());
            Path unfinished = Files.createTempFile(file.getParent(), "measured", ".tmp");
            try (Writer out = Files.newBufferedWriter(unfinished)) {
                properties.store(out, null);
            }
            Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            // A cache that cannot be written costs measuring again, and no run.
            LOG.debug("{}: measurements cannot be saved", file, e);
        }
    }

    private Properties read() {
        Properties properties = new Properties();
        if (Files.exists(file)) {
            try (Reader in = Files.newBufferedReader(file)) {
                properties.load(in);
            } catch (IOException | IllegalArgumentException e) {
                // As good as not measured.
                properties.clear();
            }
        }
        return properties;
    }
}
