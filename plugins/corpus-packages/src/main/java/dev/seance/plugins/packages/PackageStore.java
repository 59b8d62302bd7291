// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.packages;

import dev.seance.api.run.UserError;
import dev.seance.kit.files.DigestCache;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds a package's file: where the recipe says, or in a folder of files named by their digests, or else by fetching it
 * into that folder. Whatever comes out has the digest the recipe pins, and is the package and version the recipe names.
 */
final class PackageStore {

    private static final Logger log = LoggerFactory.getLogger(PackageStore.class);

    private final Path folder;
    private final boolean offline;
    private final Npm npm;
    private final DigestCache digests;

    PackageStore(Path folder, boolean offline, Npm npm, DigestCache digests) {
        this.folder = folder;
        this.offline = offline;
        this.npm = npm;
        this.digests = digests;
    }

    /** The package's file, fetched if need be. */
    Path archive(PackageOptions wanted) throws IOException {
        Optional<Path> local = local(wanted);
        if (local.isPresent()) {
            return local.get();
        }
        if (offline) {
            throw new UserError("package " + wanted.coordinates() + " is not on this machine, and this run is offline."
                    + instead(wanted));
        }
        return fetched(wanted, cached(wanted));
    }

    /**
     * The package's file if it is on this machine.
     *
     * @throws UserError when what is there is not what the recipe names
     */
    Optional<Path> local(PackageOptions wanted) throws IOException {
        if (wanted.file().isPresent()) {
            return Optional.of(
                    given(wanted, wanted.file().get().toAbsolutePath().normalize()));
        }
        Path cached = cached(wanted);
        if (!Files.exists(cached)) {
            return Optional.empty();
        }
        if (!digests.sha256(cached).equals(wanted.sha256())) {
            log.warn("{} is damaged; fetching package {} again", cached, wanted.coordinates());
            return Optional.empty();
        }
        PackageIdentity.check(wanted, cached);
        return Optional.of(cached);
    }

    private Path cached(PackageOptions wanted) {
        return folder.resolve(wanted.sha256() + ".tgz");
    }

    private Path given(PackageOptions wanted, Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new UserError("package " + wanted.coordinates() + ": file '" + file
                    + "' does not exist; correct 'file', or leave it out to fetch the package");
        }
        String found = digests.sha256(file);
        if (!found.equals(wanted.sha256())) {
            throw new UserError("package " + wanted.coordinates() + ": file '" + file + "' has sha256 " + found
                    + ", the recipe asks for " + wanted.sha256() + "; it is another version or damaged: replace it");
        }
        PackageIdentity.check(wanted, file);
        return file;
    }

    private Path fetched(PackageOptions wanted, Path cached) throws IOException {
        // Beside its destination, because only within one file system a move is all or nothing.
        Path temporary = temporaryFolder(wanted);
        try {
            log.info("fetching package {}", wanted.coordinates());
            Path file = npm.pack(wanted.coordinates(), temporary);
            String found = digests.sha256(file);
            if (!found.equals(wanted.sha256())) {
                throw new UserError("package " + wanted.coordinates() + " as fetched has sha256 " + found
                        + ", the recipe asks for " + wanted.sha256()
                        + "; it was discarded. Either the recipe is wrong or the registry's copy was tampered with:"
                        + " look into the package before you change the recipe.");
            }
            PackageIdentity.check(wanted, file);
            return Files.move(file, cached, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (Npm.FetchFailed e) {
            throw new UserError(
                    "package " + wanted.coordinates() + " could not be fetched: " + e.getMessage() + "."
                            + instead(wanted),
                    e);
        } finally {
            delete(temporary);
        }
    }

    private Path temporaryFolder(PackageOptions wanted) {
        try {
            Files.createDirectories(folder);
            return Files.createTempDirectory(folder, "fetching-");
        } catch (IOException e) {
            throw new UserError(
                    "package " + wanted.coordinates() + ": cannot write to " + folder + " (" + e
                            + "), where packages are cached; make room or grant permission, or set SEANCE_CACHE to"
                            + " another folder",
                    e);
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
