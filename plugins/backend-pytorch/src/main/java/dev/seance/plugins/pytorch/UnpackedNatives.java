// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of the cache that native libraries are unpacked to, and whether they are there or can be put there: checked by
 * files alone, so that a run is refused before its first step and not when it is about to compute.
 *
 * @param folder where DJL looks for them and unpacks them
 * @param files what has to be in it, with sizes in bytes
 * @param setting the environment variable that moves it
 */
record UnpackedNatives(Path folder, Map<String, Long> files, String setting) {
    private static final Logger LOG = LoggerFactory.getLogger(UnpackedNatives.class);

    private static final long MIB = 1 << 20;

    UnpackedNatives {
        files = Map.copyOf(files);
    }

    /** What keeps the libraries from being used here; empty when they are there, or can be unpacked. */
    Optional<String> problem(HostSystem system) {
        return problem(system, Files::isWritable);
    }

    /** The same with another notion of what is writable: everything is, for the super-user. */
    Optional<String> problem(HostSystem system, Predicate<Path> writable) {
        long missing = missingBytes();
        if (missing == 0) {
            return noexec(system);
        }
        Path place = existing(folder.toAbsolutePath());
        String need = "PyTorch's native libraries (" + mib(missing) + ") have to be unpacked to " + folder + ", ";
        String remedy = "set " + setting + " to a folder ";
        if (!Files.isDirectory(place)) {
            return Optional.of(need + "and " + place + " is a file; " + remedy + "of its own");
        }
        if (!writable.test(place)) {
            return Optional.of(
                    need + "and " + place + " is not writable; " + remedy + "that is, or make that one writable");
        }
        try {
            long free = Files.getFileStore(place).getUsableSpace();
            if (free < missing) {
                return Optional.of(need + "and its disk has " + mib(free) + " free; " + remedy
                        + "on a disk with more room, or free some");
            }
        } catch (IOException e) {
            LOG.debug("the free space of {} is not known", place, e);
        }
        return noexec(system);
    }

    /** Bytes that are yet to be unpacked. */
    private long missingBytes() {
        boolean complete = files.keySet().stream().filter(file -> !isJni(file)).allMatch(this::isWhole);
        return files.entrySet().stream()
                .filter(file -> !isWhole(file.getKey()) || !complete && !isJni(file.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    private boolean isWhole(String file) {
        return size(folder.resolve(file)) == files.get(file);
    }

    /** DJL adds its own library to the folder after libtorch's, which come all at once. */
    private static boolean isJni(String file) {
        return file.contains("djl_torch");
    }

    /**
     * Removes files of another size than they should have, as an interrupted copy or a full disk leaves them: DJL looks only
     * whether there is one library, and unpacks again what is not there. What another process is unpacking at this moment is
     * left alone: it comes into the folder by a rename.
     *
     * @throws IOException when a damaged file cannot be removed
     */
    void removeDamaged() throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        for (String file : files.keySet()) {
            if (!isWhole(file) && isJni(file)) {
                Files.deleteIfExists(folder.resolve(file));
            } else if (!isWhole(file)) {
                LOG.info("{}: missing or damaged, the libraries are unpacked again", folder.resolve(file));
                removeAll();
                return;
            }
        }
    }

    /** Whether any library differs from the plugin's own; reads all of it, a second's work for half a gigabyte. */
    boolean differsFrom(BundledNatives bundled) {
        for (String library : bundled.libraries().keySet()) {
            try (InputStream expected = bundled.open(library);
                    InputStream found = Files.newInputStream(folder.resolve(library))) {
                if (!equal(expected, found)) {
                    return true;
                }
            } catch (IOException e) {
                return true;
            }
        }
        return false;
    }

    private static boolean equal(InputStream one, InputStream two) throws IOException {
        while (true) {
            byte[] first = one.readNBytes((int) MIB);
            if (!Arrays.equals(first, two.readNBytes((int) MIB))) {
                return false;
            }
            if (first.length == 0) {
                return true;
            }
        }
    }

    /** Removes what was unpacked, so that it is unpacked again. */
    void removeAll() throws IOException {
        for (String file : files.keySet()) {
            Files.deleteIfExists(folder.resolve(file));
        }
    }

    /** A disk that no library can be loaded from, as some systems mount home or temporary folders. */
    private Optional<String> noexec(HostSystem system) {
        String path = folder.toAbsolutePath().toString();
        String longest = "";
        boolean forbidden = false;
        try {
            for (String line : Files.readAllLines(system.file("/proc/mounts"))) {
                String[] fields = line.split(" ");
                boolean holds = fields.length > 3
                        && (path.equals(fields[1]) || path.startsWith(fields[1].replaceAll("/$", "") + "/"));
                if (holds && fields[1].length() >= longest.length()) {
                    longest = fields[1];
                    forbidden = List.of(fields[3].split(",")).contains("noexec");
                }
            }
        } catch (IOException e) {
            return Optional.empty(); // not Linux
        }
        return forbidden
                ? Optional.of("PyTorch's native libraries are unpacked to " + folder + ", and " + longest
                        + " is mounted noexec, so that no library can be loaded from it; set " + setting
                        + " to a folder elsewhere")
                : Optional.empty();
    }

    private static Path existing(Path path) {
        return Files.exists(path) || path.getParent() == null ? path : existing(path.getParent());
    }

    private static long size(Path file) {
        try {
            return Files.isRegularFile(file) ? Files.size(file) : -1;
        } catch (IOException e) {
            return -1;
        }
    }

    private static String mib(long bytes) {
        return String.format(Locale.ROOT, "%,d MiB", (bytes + MIB - 1) / MIB);
    }
}
