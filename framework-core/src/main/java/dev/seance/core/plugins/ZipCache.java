// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plugins;

import dev.seance.core.store.AtomicFiles;
import dev.seance.core.store.Digests;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Unpacks plugin zips, each content once. The folder's name is a digest of the zip's directory (names, sizes, CRCs), so
 * that a start needs not read hundreds of megabytes of natives to find them unpacked already. A folder appears by
 * rename, complete or not at all, whatever several commands do at once.
 */
final class ZipCache {

    private final Path folder;

    ZipCache(Path folder) {
        this.folder = folder;
    }

    /** The folder with the zip's content. */
    Path unpacked(Path file) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            Path target = folder.resolve(digest(zip));
            if (!Files.isDirectory(target)) {
                Path partial = partialFolder();
                try {
                    unpack(zip, partial);
                    publish(partial, target);
                } finally {
                    AtomicFiles.deleteTree(partial);
                }
            }
            return target;
        }
    }

    private Path partialFolder() throws IOException {
        try {
            Files.createDirectories(folder);
            return Files.createTempDirectory(folder, ".unpacking-");
        } catch (IOException e) {
            throw new IOException(
                    "the cache " + folder + " cannot be written (" + Refusal.reason(e)
                            + "); set SEANCE_CACHE to a folder that can be",
                    e);
        }
    }

    private static void publish(Path partial, Path target) throws IOException {
        try {
            Files.move(partial, target);
        } catch (IOException e) {
            if (!Files.isDirectory(target)) { // else another command was faster, with the same content
                throw e;
            }
        }
    }

    private static void unpack(ZipFile zip, Path target) throws IOException {
        for (ZipEntry entry : Collections.list(zip.entries())) {
            Path file = target.resolve(entry.getName()).normalize();
            if (!file.startsWith(target)) {
                throw new IOException("the entry " + entry.getName() + " leads out of the folder it is unpacked to");
            }
            if (entry.isDirectory()) {
                Files.createDirectories(file);
            } else {
                Files.createDirectories(file.getParent());
                try (InputStream in = zip.getInputStream(entry)) {
                    Files.copy(in, file);
                }
            }
        }
    }

    private static String digest(ZipFile zip) {
        return Digests.of(Collections.list(zip.entries()).stream()
                .sorted(Comparator.comparing(ZipEntry::getName))
                .map(entry -> entry.getName() + '\0' + entry.getSize() + '\0' + entry.getCrc() + '\n')
                .collect(Collectors.joining()));
    }
}
