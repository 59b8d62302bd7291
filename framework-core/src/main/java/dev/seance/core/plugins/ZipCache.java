// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plugins;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
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
                Files.createDirectories(folder);
                Path partial = Files.createTempDirectory(folder, ".unpacking-");
                try {
                    unpack(zip, partial);
                    publish(partial, target);
                } finally {
                    delete(partial);
                }
            }
            return target;
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
                throw new IOException("the entry " + entry.getName() + " points out of the zip");
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
        MessageDigest sha = sha256();
        List<? extends ZipEntry> entries = Collections.list(zip.entries());
        entries.stream().sorted(Comparator.comparing(ZipEntry::getName)).forEach(entry -> {
            String line = entry.getName() + '\0' + entry.getSize() + '\0' + entry.getCrc() + '\n';
            sha.update(line.getBytes(StandardCharsets.UTF_8));
        });
        return HexFormat.of().formatHex(sha.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }

    /** Deletes a folder and what is in it; nothing when it is not there. */
    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> inside;
        try (Stream<Path> walk = Files.walk(folder)) {
            inside = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : inside) {
            Files.delete(file);
        }
    }
}
