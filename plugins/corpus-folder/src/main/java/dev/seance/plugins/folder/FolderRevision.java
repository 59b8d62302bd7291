// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.folder;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Names the state of a folder by its files' names, sizes and times, which is quick however large the files are. */
final class FolderRevision {

    private FolderRevision() {}

    static String of(List<TextFile> files, Path metadata) throws IOException {
        MessageDigest digest = sha256();
        for (TextFile file : files) {
            add(digest, file.name(), file.path());
        }
        if (Files.exists(metadata)) {
            add(digest, MetadataFile.NAME, metadata);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void add(MessageDigest digest, String name, Path path) throws IOException {
        // Names hold no NUL, so no two lists of files spell the same bytes.
        String entry = name + "\0" + Files.size(path) + "\0"
                + Files.getLastModifiedTime(path).toMillis() + "\0";
        digest.update(entry.getBytes(StandardCharsets.UTF_8));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
