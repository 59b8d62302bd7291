// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.folder;

import dev.seance.api.run.UserError;
import dev.seance.kit.files.DigestCache;
import dev.seance.kit.files.TextFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Names what a folder holds: a digest of its texts' names and contents, and of its metadata. */
final class FolderRevision {

    private FolderRevision() {}

    /**
     * The same for the same texts under the same names, wherever the folder lies.
     *
     * @param files the texts, sorted by name
     * @param metadata the metadata file, which need not exist
     */
    static String of(List<TextFile> files, Path metadata, DigestCache digests) throws IOException {
        List<String> names = new ArrayList<>(files.stream().map(TextFile::name).toList());
        List<Path> paths = new ArrayList<>(files.stream().map(TextFile::path).toList());
        if (Files.exists(metadata)) {
            names.add(MetadataFile.NAME);
            paths.add(metadata);
        }
        MessageDigest whole = sha256();
        List<String> contents = contents(paths, digests);
        for (int i = 0; i < names.size(); i++) {
            // Names hold no NUL, so no two lists of files spell the same bytes.
            whole.update((names.get(i) + "\0" + contents.get(i) + "\0").getBytes(StandardCharsets.UTF_8));
        }
        return HexFormat.of().formatHex(whole.digest());
    }

    private static List<String> contents(List<Path> paths, DigestCache digests) throws IOException {
        try {
            return digests.sha256(paths);
        } catch (AccessDeniedException e) {
            throw new UserError("no permission to read " + e.getFile() + "; grant it or move the text", e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
