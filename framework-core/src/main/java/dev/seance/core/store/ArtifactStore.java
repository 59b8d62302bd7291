// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.store;

import dev.seance.api.run.ArtifactKind;
import dev.seance.api.run.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finished artifacts by kind and fingerprint: {@code <root>/<kind>/<fingerprint>/}. A folder without a manifest is no
 * artifact: the manifest is written last, and the folder gets its name after it. Unfinished work lives in
 * {@code <root>/work/<fingerprint>/} and outlives a kill.
 *
 * <p>Safe for several processes: whoever makes an artifact holds a lock on its fingerprint.
 */
public final class ArtifactStore {

    private static final Logger LOG = LoggerFactory.getLogger(ArtifactStore.class);

    private final Path root;

    public ArtifactStore(Path root) {
        this.root = root;
    }

    /** The finished artifact of that fingerprint, if its manifest and all its files are there. */
    public Optional<Artifact> find(ArtifactKind kind, String fingerprint) {
        return read(folder(kind, fingerprint)).filter(ArtifactStore::complete);
    }

    /** All artifacts of a kind that have a manifest, newest first; {@link #find} also looks at their files. */
    public List<Artifact> list(ArtifactKind kind) {
        List<Artifact> found = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(root.resolve(name(kind)))) {
            folders.forEach(folder -> read(folder).ifPresent(found::add));
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        found.sort(
                Comparator.comparing((Artifact artifact) -> artifact.manifest().finished())
                        .reversed()
                        .thenComparing(Artifact::fingerprint));
        return found;
    }

    /** Unfinished work of a kind, of any step; what is being worked on now is among it. */
    public List<UnfinishedWork> unfinished(ArtifactKind kind) {
        List<UnfinishedWork> found = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(root.resolve("work"), Files::isDirectory)) {
            for (Path folder : folders) {
                Path file = folder.resolve(UnfinishedWork.FILE);
                if (Files.isRegularFile(file)) {
                    found.add(Json.read(file, UnfinishedWork.class));
                }
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        } catch (IOException e) {
            LOG.warn("{}: cannot list unfinished work: {}", root, Json.reason(e));
        }
        return found.stream().filter(work -> work.kind().equals(name(kind))).toList();
    }

    private static Optional<Artifact> read(Path folder) {
        Path file = folder.resolve(Manifest.FILE);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            Manifest manifest = Json.read(file, Manifest.class);
            boolean known = Manifest.FORMAT.equals(manifest.format()) && manifest.version() == Manifest.VERSION;
            return known ? Optional.of(new Artifact(folder, manifest)) : Optional.empty();
        } catch (IOException e) {
            // One bad file must not keep all other plans from being made; what is in it is made anew.
            LOG.warn("{}: not a manifest, so {} is no artifact: {}", file, folder.getFileName(), Json.reason(e));
            return Optional.empty();
        }
    }

    /** Sizes only: digests would make every plan read every artifact. */
    private static boolean complete(Artifact artifact) {
        return artifact.manifest().files().stream().allMatch(entry -> {
            try {
                return Files.size(artifact.file(entry.path())) == entry.bytes();
            } catch (IOException e) {
                return false;
            }
        });
    }

    private Path folder(ArtifactKind kind, String fingerprint) {
        return root.resolve(name(kind)).resolve(fingerprint);
    }

    private static String name(ArtifactKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /**
     * Begins to make an artifact.
     *
     * @throws UserError when another process is making it
     */
    public Draft begin(ArtifactKind kind, String fingerprint) throws IOException {
        Path work = root.resolve("work").resolve(fingerprint);
        Files.createDirectories(work);
        ArtifactLock lock = ArtifactLock.take(root.resolve("work").resolve(fingerprint + ".lock"))
                .orElseThrow(() -> new UserError(
                        "another run is making this artifact (" + work + "); wait for it, or stop it, and run again"));
        Draft draft = new Draft(kind, fingerprint, work, lock);
        try {
            draft.prepare();
            return draft;
        } catch (IOException | RuntimeException e) {
            draft.close();
            throw e;
        }
    }

    /** Makes the manifest of a finished artifact. */
    @FunctionalInterface
    public interface ManifestFactory {

        Manifest of(List<Manifest.FileEntry> files) throws IOException;
    }

    /** An artifact in the making. Closing it without {@link #commit} leaves the workspace for the next try. */
    public final class Draft implements AutoCloseable {

        private final ArtifactKind kind;
        private final String fingerprint;
        private final Path work;
        private final ArtifactLock lock;

        private Draft(ArtifactKind kind, String fingerprint, Path work, ArtifactLock lock) {
            this.kind = kind;
            this.fingerprint = fingerprint;
            this.work = work;
            this.lock = lock;
        }

        private void prepare() throws IOException {
            AtomicFiles.deleteTree(output());
            Files.createDirectories(output());
            Files.createDirectories(workspace());
        }

        /** Where the artifact's files go; empty at the start of every try. */
        public Path output() {
            return work.resolve("output");
        }

        /** What outlives a kill. */
        public Path workspace() {
            return work.resolve("workspace");
        }

        /** Notes beside the unfinished work what it is to become; what {@link #unfinished} finds it by. */
        public void describe(String recipe, String step, Map<String, String> keyInputs) throws IOException {
            AtomicFiles.write(
                    work.resolve(UnfinishedWork.FILE),
                    Json.pretty(new UnfinishedWork(fingerprint, name(kind), recipe, step, keyInputs)));
        }

        /** Fills the output with the files of a finished artifact: as further links, or as copies where links cannot be. */
        public void takeFilesOf(Artifact other) throws IOException {
            for (Manifest.FileEntry entry : other.manifest().files()) {
                Path target = output().resolve(entry.path());
                Files.createDirectories(target.getParent());
                try {
                    Files.createLink(target, other.file(entry.path()));
                } catch (UnsupportedOperationException | FileSystemException e) {
                    Files.copy(other.file(entry.path()), target, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }

        /**
         * Completes the artifact: files onto the disk, the manifest, the name.
         *
         * @param manifest makes the manifest from the list of files
         */
        public Artifact commit(ManifestFactory manifest) throws IOException {
            Manifest finished = manifest.of(entries());
            Path file = output().resolve(Manifest.FILE);
            if (Files.exists(file)) {
                throw new IllegalStateException("the step wrote a file " + Manifest.FILE + ", a name of the store's");
            }
            AtomicFiles.write(file, Json.pretty(finished));
            Path place = folder(kind, fingerprint);
            // What stands there failed the look-up: a damaged artifact, which this one replaces.
            AtomicFiles.deleteTree(place);
            AtomicFiles.publish(output(), place);
            AtomicFiles.deleteTree(work);
            return new Artifact(place, finished);
        }

        private List<Manifest.FileEntry> entries() throws IOException {
            List<Manifest.FileEntry> entries = new ArrayList<>();
            try (Stream<Path> files = Files.walk(output())) {
                for (Path file : files.sorted().toList()) {
                    if (Files.isDirectory(file)) {
                        AtomicFiles.forceFolder(file);
                        continue;
                    }
                    AtomicFiles.force(file);
                    String path = output().relativize(file).toString().replace('\\', '/');
                    entries.add(new Manifest.FileEntry(path, Files.size(file), Digests.of(file)));
                }
            }
            return entries;
        }

        @Override
        public void close() throws IOException {
            lock.close();
        }
    }
}
