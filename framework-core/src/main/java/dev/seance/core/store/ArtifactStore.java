// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.store;

import dev.seance.api.run.ArtifactKind;
import dev.seance.api.run.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
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
 * <p>Safe for several processes: whoever makes an artifact holds a lock on its fingerprint, and whoever deletes some does
 * so between two moments in which others say what they use ({@link #holding}).
 */
public final class ArtifactStore {

    private static final Logger LOG = LoggerFactory.getLogger(ArtifactStore.class);

    private static final long POLL_MILLIS = 250;

    private final Path root;

    public ArtifactStore(Path root) {
        this.root = root;
    }

    /** The store's folder. */
    public Path root() {
        return root;
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

    /** The name of a kind: its folder, and how manifests have it. */
    public static String name(ArtifactKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /** Whether a text may be an artifact's name, and so part of a path. */
    public static boolean isFingerprint(String text) {
        return text.matches("[0-9a-zA-Z]{1,128}");
    }

    /**
     * Refuses a store that lies in another runs folder, before something is deleted from it.
     *
     * @throws UserError when the store is a link: the runs beside what it leads to use its artifacts too
     */
    public void refuseShared() {
        if (Files.isSymbolicLink(root)) {
            throw new UserError(
                    root + " is a link, and other runs folders may use the artifacts it leads to; nothing was"
                            + " deleted. Give the command for the runs folder that has the store, with --runs DIR");
        }
    }

    /** Work on the store that takes moments. */
    @FunctionalInterface
    public interface Action<T> {

        T run() throws IOException;
    }

    /**
     * Runs an action while nothing is deleted from the store and no other process runs one: for moments only. A run that
     * notes what it uses and looks it up in one action can rely on it from then on.
     */
    public <T> T holding(Action<T> action) throws IOException {
        return StoreLock.holding(root, action);
    }

    /** Where folders go that are to be deleted. */
    public Trash trash() {
        return new Trash(root);
    }

    /** Asked about four times a second while somebody else makes the artifact; ends the waiting by an exception. */
    @FunctionalInterface
    public interface Waiting {

        /** @param owner who makes it; empty for a moment, while that is not on record yet */
        void on(Optional<LockOwner> owner);
    }

    /**
     * Begins to make an artifact, and waits while somebody else makes it. Whoever waited looks again whether it is there
     * now: the other may have finished it, or failed, or died.
     *
     * @param owner what others are told who want it at the same time
     */
    public Draft begin(ArtifactKind kind, String fingerprint, LockOwner owner, Waiting waiting) throws IOException {
        DraftFiles files = new DraftFiles(root, fingerprint);
        Optional<LockFile> lock = holding(() -> files.take(owner));
        while (lock.isEmpty()) {
            waiting.on(files.owner());
            pause();
            lock = holding(() -> files.take(owner));
        }
        Draft draft = new Draft(kind, fingerprint, files, lock.get());
        try {
            draft.prepare();
            return draft;
        } catch (IOException | RuntimeException e) {
            draft.close();
            throw e;
        }
    }

    /**
     * Begins to make an artifact.
     *
     * @throws UserError when somebody else is making it
     */
    public Draft begin(ArtifactKind kind, String fingerprint, LockOwner owner) throws IOException {
        return begin(kind, fingerprint, owner, other -> {
            throw new UserError(other.map(LockOwner::describe).orElse("another process")
                    + " is making this artifact; wait for it, or stop it, and run again");
        });
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for another process to make an artifact", e);
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
        private final DraftFiles files;
        private final LockFile lock;

        private Draft(ArtifactKind kind, String fingerprint, DraftFiles files, LockFile lock) {
            this.kind = kind;
            this.fingerprint = fingerprint;
            this.files = files;
            this.lock = lock;
        }

        private void prepare() throws IOException {
            AtomicFiles.deleteTree(output());
            AtomicFiles.createFolders(output());
            AtomicFiles.createFolders(workspace());
        }

        /** Where the artifact's files go; empty at the start of every try. */
        public Path output() {
            return files.folder().resolve("output");
        }

        /** What outlives a kill. */
        public Path workspace() {
            return files.folder().resolve("workspace");
        }

        /** Notes beside the unfinished work what it is to become; {@link #unfinished} lists it. */
        public void describe(String recipe, String step, Map<String, String> keyInputs) throws IOException {
            AtomicFiles.write(
                    files.folder().resolve(UnfinishedWork.FILE),
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
         * Completes the artifact: files onto the disk, the manifest, the name. From then on it is there, and whatever
         * fails is only logged.
         *
         * @param manifest makes the manifest from the list of files
         */
        public Artifact commit(ManifestFactory manifest) throws IOException {
            Manifest finished = manifest.of(entries());
            Path file = output().resolve(Manifest.FILE);
            if (Files.exists(file)) {
                throw new IllegalStateException("the step wrote a file " + Manifest.FILE + ", a name of the store's");
            }
            publish(Json.pretty(finished).getBytes(StandardCharsets.UTF_8));
            return new Artifact(folder(kind, fingerprint), finished);
        }

        /** Completes the artifact with a manifest as it stands; the files must be on the disk. */
        void publish(byte[] manifest) throws IOException {
            AtomicFiles.write(output().resolve(Manifest.FILE), manifest);
            Path place = folder(kind, fingerprint);
            // What stands there failed the look-up: a damaged artifact, which this one replaces.
            boolean damaged = Files.exists(place, LinkOption.NOFOLLOW_LINKS);
            if (damaged) {
                holding(() -> {
                    trash().take(place);
                    return place;
                });
            }
            AtomicFiles.moveFolder(output(), place);
            afterwards("force the artifact's name onto the disk", () -> AtomicFiles.forceFolder(place.getParent()));
            afterwards("delete the unfinished work", () -> AtomicFiles.deleteTree(files.folder()));
            if (damaged) {
                afterwards("delete what the artifact replaced", () -> trash().empty());
            }
        }

        private void afterwards(String what, FileRetry.Operation operation) {
            try {
                operation.run();
            } catch (IOException | RuntimeException e) {
                LOG.warn("{}/{} is finished, but could not {}: {}", name(kind), fingerprint, what, e.toString());
            }
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

        /**
         * Gives up: the output goes, and the folders with it unless an earlier try left work to resume. What cannot be
         * deleted stays for the next try.
         */
        public void discard() {
            try {
                AtomicFiles.deleteTree(output());
                for (Path folder : List.of(workspace(), files.folder())) {
                    Files.deleteIfExists(folder);
                }
            } catch (DirectoryNotEmptyException e) {
                return; // work to resume
            } catch (IOException e) {
                LOG.warn("{}: cannot be deleted now: {}", files.folder(), e.toString());
            }
        }

        /** Gives the lock back; the files of the lock go with it. */
        @Override
        public void close() {
            try {
                holding(() -> {
                    files.release(lock);
                    return null;
                });
            } catch (IOException | RuntimeException e) {
                LOG.warn("{}: {}", files.folder(), e.toString());
                closeLock();
            }
        }

        private void closeLock() {
            try {
                lock.close();
            } catch (IOException e) {
                LOG.warn("{}: the lock: {}", files.folder(), e.toString());
            }
        }
    }
}
