// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * Measurements of this machine, kept between runs in the shared cache. Losing them costs a second of measuring, so that
 * they are written without ado; two processes that write at once leave one whole file.
 */
final class MachineNotes {
    private final Path file;

    MachineNotes(Path cache) {
        file = cache.resolve("pytorch").resolve("measured-" + processor() + ".properties");
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
        try {
            Files.createDirectories(file.getParent());
            Path unfinished = Files.createTempFile(file.getParent(), "measured", ".tmp");
            try (Writer out = Files.newBufferedWriter(unfinished)) {
                properties.store(out, null);
            }
            Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot note what was measured", e);
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

    /** A home directory may be shared by unequal machines, so the processor's model is part of the file's name. */
    private static String processor() {
        String model =
                System.getProperty("os.arch") + "-" + Runtime.getRuntime().availableProcessors();
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            model += lines.filter(line -> line.startsWith("model name") || line.startsWith("stepping"))
                    .limit(2)
                    .map(line -> "-" + line.substring(line.indexOf(':') + 1).strip())
                    .reduce("", String::concat);
        } catch (IOException | UncheckedIOException e) {
            // Not Linux; architecture and cores must do.
        }
        return model.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    }
}
