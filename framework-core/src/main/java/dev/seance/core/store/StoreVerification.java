// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.store;

import dev.seance.api.run.ArtifactKind;
import dev.seance.api.run.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A check of every artifact of a store against its manifest: each file there, as long as it should be, with the digest it
 * should have, and no other file beside them.
 *
 * @param artifacts how many artifacts there are
 * @param bytes of files that were read
 * @param damaged the artifacts that are not as their manifests say
 */
public record StoreVerification(int artifacts, long bytes, List<Damage> damaged) {

    public StoreVerification {
        damaged = List.copyOf(damaged);
    }

    /**
     * A damaged artifact.
     *
     * @param kind the kind of artifact, in lower case
     * @param fingerprint its name in the store
     * @param step the step that made it first; "" when the manifest does not say
     * @param folder its folder
     * @param problems what is wrong, a line each
     */
    public record Damage(String kind, String fingerprint, String step, Path folder, List<String> problems) {

        public Damage {
            problems = List.copyOf(problems);
        }
    }

    /** Reads the whole store. Artifacts that are deleted meanwhile are left out. */
    public static StoreVerification of(ArtifactStore store, Progress progress) throws IOException {
        List<Path> folders = new ArrayList<>();
        for (ArtifactKind kind : ArtifactKind.values()) {
            for (Path child : children(store.root().resolve(ArtifactStore.name(kind)))) {
                if (Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
                    folders.add(child);
                }
            }
        }
        progress.begin("checking", folders.size(), "artifacts");
        int artifacts = 0;
        long[] bytes = {0};
        List<Damage> damaged = new ArrayList<>();
        for (Path folder : folders) {
            Optional<Damage> damage = check(folder, bytes);
            progress.advance(1);
            if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
                continue;
            }
            artifacts++;
            damage.ifPresent(damaged::add);
        }
        return new StoreVerification(artifacts, bytes[0], damaged);
    }

    private static List<Path> children(Path folder) throws IOException {
        List<Path> children = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            stream.forEach(children::add);
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        }
        children.sort(null);
        return children;
    }

    private static Optional<Damage> check(Path folder, long[] bytes) throws IOException {
        String kind = folder.getParent().getFileName().toString();
        String fingerprint = folder.getFileName().toString();
        Path file = folder.resolve(Manifest.FILE);
        if (!Files.exists(file)) {
            return Optional.of(new Damage(kind, fingerprint, "", folder, List.of("incomplete: no " + Manifest.FILE)));
        }
        Manifest manifest;
        try {
            manifest = Json.read(file, Manifest.class);
        } catch (IOException e) {
            return Optional.of(new Damage(
                    kind, fingerprint, "", folder, List.of(Manifest.FILE + ": cannot be read: " + Json.reason(e))));
        }
        List<String> problems = new ArrayList<>();
        if (!Manifest.FORMAT.equals(manifest.format()) || manifest.version() != Manifest.VERSION) {
            problems.add(Manifest.FILE + ": format " + manifest.format() + " " + manifest.version() + ", expected "
                    + Manifest.FORMAT + " " + Manifest.VERSION);
        } else if (!manifest.kind().equals(kind) || !manifest.fingerprint().equals(fingerprint)) {
            problems.add(Manifest.FILE + ": is that of " + manifest.kind() + "/" + manifest.fingerprint());
        } else {
            checkFiles(folder, manifest, bytes, problems);
        }
        return problems.isEmpty()
                ? Optional.empty()
                : Optional.of(new Damage(kind, fingerprint, manifest.step(), folder, problems));
    }

    private static void checkFiles(Path folder, Manifest manifest, long[] bytes, List<String> problems)
            throws IOException {
        Map<String, Manifest.FileEntry> expected = new HashMap<>();
        manifest.files().forEach(entry -> expected.put(entry.path(), entry));
        TreeSet<String> found = new TreeSet<>();
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(path -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
                    .forEach(
                            path -> found.add(folder.relativize(path).toString().replace('\\', '/')));
        }
        found.remove(Manifest.FILE);
        // Of file browsers: Finder, Explorer, and what else hides its files.
        found.removeIf(path -> path.matches("(.*/)?(\\..*|Thumbs\\.db|desktop\\.ini)"));
        for (Manifest.FileEntry entry : manifest.files()) {
            if (!found.remove(entry.path())) {
                problems.add(entry.path() + ": missing");
            } else {
                checkFile(folder.resolve(entry.path()), entry, bytes).ifPresent(problems::add);
            }
        }
        found.forEach(path -> problems.add(path + ": not in the manifest"));
    }

    private static Optional<String> checkFile(Path file, Manifest.FileEntry entry, long[] bytes) {
        try {
            long size = Files.size(file);
            if (size != entry.bytes()) {
                return Optional.of(entry.path() + ": " + size + " bytes, expected " + entry.bytes());
            }
            String digest = digest(file, bytes);
            return digest.equals(entry.sha256())
                    ? Optional.empty()
                    : Optional.of(entry.path() + ": SHA-256 " + digest + ", expected " + entry.sha256());
        } catch (IOException e) {
            return Optional.of(entry.path() + ": cannot be read: " + e.getMessage());
        }
    }

    private static String digest(Path file, long[] bytes) throws IOException {
        MessageDigest digest = Digests.sha256();
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
                bytes[0] += read;
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
