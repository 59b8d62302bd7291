// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.store;

import dev.seance.api.run.ArtifactKind;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes from a store what nobody needs: artifacts that no run uses, unfinished work that is old or that was finished
 * after all, and files that a killed process left behind.
 *
 * <p>Runs may start and work meanwhile. What is unused is found, and moved out of the way, in one action under the store's
 * lock, and a run notes what it uses under the same lock before it looks it up; so either the note is seen here, or the
 * run finds the artifact gone and makes it. What a process is making is locked, and passed over. The deletion itself comes
 * after, outside the lock.
 */
public final class StoreCleanup {

    private static final Logger LOG = LoggerFactory.getLogger(StoreCleanup.class);

    /** What runs say of themselves; asked under the store's lock. */
    public interface Runs {

        /** The fingerprints of all artifacts that a run uses, running, finished or not. */
        Set<String> used() throws IOException;

        /** Unfinished files in the folders of runs that are not running. */
        List<Path> temporaryFiles() throws IOException;
    }

    /** Why something is deleted. */
    public enum Reason {
        UNUSED("no run uses it"),
        INCOMPLETE("incomplete"),
        OLD_WORK("unfinished, and not touched for days"),
        FINISHED_WORK("work for an artifact that is finished"),
        LEFTOVER("left by a process that was killed");

        private final String words;

        Reason(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    /**
     * Something that is deleted.
     *
     * @param path where it was
     * @param reason why it goes
     * @param bytes that it takes
     */
    public record Item(Path path, Reason reason, long bytes) {}

    private final ArtifactStore store;
    private final Runs runs;
    private final Instant oldest;
    private final boolean dryRun;
    private final List<Item> items = new ArrayList<>();

    /**
     * @param age unfinished work, and artifacts that were unpacked and that no run has used yet, are spared until they are
     *     as old
     * @param dryRun whether only to find what would be deleted
     */
    public StoreCleanup(ArtifactStore store, Runs runs, Instant now, Duration age, boolean dryRun) {
        this.store = store;
        this.runs = runs;
        this.oldest = now.minus(age);
        this.dryRun = dryRun;
    }

    /**
     * Deletes.
     *
     * @return what was deleted, or would be
     */
    public List<Item> run() throws IOException {
        store.refuseShared();
        store.holding(() -> {
            Set<String> used = new TreeSet<>(runs.used());
            leftovers();
            spareUnpacked(used);
            for (ArtifactKind kind : ArtifactKind.values()) {
                artifacts(kind, used);
            }
            work();
            return items;
        });
        if (!dryRun) {
            store.trash().empty();
        }
        return items;
    }

    private void leftovers() throws IOException {
        for (Path unwanted : store.trash().content()) {
            items.add(new Item(unwanted, Reason.LEFTOVER, AtomicFiles.bytes(unwanted)));
        }
        List<Path> temporary = new ArrayList<>(runs.temporaryFiles());
        children(store.root()).stream()
                .filter(AtomicFiles::isTemporary)
                .filter(this::isOld)
                .forEach(temporary::add);
        for (Path file : temporary) {
            items.add(new Item(file, Reason.LEFTOVER, AtomicFiles.bytes(file)));
            if (!dryRun) {
                delete(file);
            }
        }
    }

    /** Adds what was unpacked lately to what is used; a note that is old, or that a run made needless, goes. */
    private void spareUnpacked(Set<String> used) throws IOException {
        for (Map.Entry<String, Path> note : UnpackedNotes.all(store.root()).entrySet()) {
            if (!used.contains(note.getKey()) && !isOld(note.getValue())) {
                used.add(note.getKey());
            } else if (!dryRun) {
                delete(note.getValue());
            }
        }
    }

    private void artifacts(ArtifactKind kind, Set<String> used) throws IOException {
        for (Path folder : children(store.root().resolve(ArtifactStore.name(kind)))) {
            if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                continue; // a file browser's, or somebody's own
            }
            boolean complete = Files.exists(folder.resolve(Manifest.FILE));
            if (!complete || !used.contains(folder.getFileName().toString())) {
                take(folder, complete ? Reason.UNUSED : Reason.INCOMPLETE);
            }
        }
    }

    private void work() throws IOException {
        Set<String> fingerprints = new TreeSet<>();
        for (Path child : children(store.root().resolve(DraftFiles.FOLDER))) {
            fingerprints.add(DraftFiles.fingerprintOf(child));
        }
        for (String fingerprint : fingerprints) {
            DraftFiles files = new DraftFiles(store.root(), fingerprint);
            if (dryRun) {
                if (!LockFile.isHeld(files.lockFile())) {
                    work(fingerprint, files);
                }
                continue;
            }
            Optional<LockFile> lock = LockFile.take(files.lockFile());
            if (lock.isPresent()) {
                try {
                    work(fingerprint, files);
                } finally {
                    files.release(lock.get());
                }
            }
        }
    }

    private void work(String fingerprint, DraftFiles files) throws IOException {
        if (!Files.exists(files.folder())) {
            return;
        }
        boolean finished = false;
        for (ArtifactKind kind : ArtifactKind.values()) {
            finished |= ArtifactStore.isFingerprint(fingerprint)
                    && store.find(kind, fingerprint).isPresent();
        }
        if (finished || isOld(files.folder())) {
            take(files.folder(), finished ? Reason.FINISHED_WORK : Reason.OLD_WORK);
        }
    }

    private void take(Path folder, Reason reason) throws IOException {
        long bytes = AtomicFiles.bytes(folder);
        if (!dryRun) {
            try {
                store.trash().take(folder);
            } catch (IOException e) {
                // Open in another program, on Windows; the next clean-up may have more luck.
                LOG.warn("{}: cannot be deleted now: {}", folder, e.toString());
                return;
            }
        }
        items.add(new Item(folder, reason, bytes));
    }

    private static void delete(Path file) {
        try {
            FileRetry.run(() -> Files.deleteIfExists(file));
        } catch (IOException e) {
            LOG.warn("{}: cannot be deleted now: {}", file, e.toString());
        }
    }

    /** Whether nothing in it was changed since. */
    private boolean isOld(Path tree) {
        boolean[] old = {true};
        try {
            Files.walkFileTree(tree, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    return look(attributes);
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    return look(attributes);
                }

                private FileVisitResult look(BasicFileAttributes attributes) {
                    old[0] &= attributes.lastModifiedTime().toInstant().isBefore(oldest);
                    return old[0] ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
                }
            });
        } catch (IOException e) {
            LOG.warn("{}: cannot be read, so it stays: {}", tree, e.toString());
            return false;
        }
        return old[0];
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
}
