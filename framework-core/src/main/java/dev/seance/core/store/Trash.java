// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.store;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where folders go before they are deleted, {@code <store>/trash/}: the rename takes a folder out of sight at once and as
 * a whole, the deletion may take its time and may be killed. What a kill leaves over, the next clean-up deletes.
 */
public final class Trash {

    private static final Logger LOG = LoggerFactory.getLogger(Trash.class);

    private final Path folder;

    Trash(Path store) {
        this.folder = store.resolve("trash");
    }

    /**
     * Takes a folder out of its place, whose name is free afterwards.
     *
     * @throws FileSystemException when that is not possible, because it is open somewhere (Windows) or no longer there
     */
    public void take(Path unwanted) throws IOException {
        AtomicFiles.createFolders(folder);
        Path parent = unwanted.toAbsolutePath().getParent();
        String name = parent.getFileName() + "-" + unwanted.getFileName() + "-";
        for (int number = 1; ; number++) {
            Path place = folder.resolve(name + number);
            if (Files.exists(place)) {
                continue;
            }
            try {
                FileRetry.run(() -> Files.move(unwanted, place, StandardCopyOption.ATOMIC_MOVE));
            } catch (AtomicMoveNotSupportedException e) {
                // A run's folder that is a mount of its own cannot be renamed; it can only be emptied.
                AtomicFiles.deleteTree(unwanted);
            }
            AtomicFiles.forceFolder(parent);
            return;
        }
    }

    /** What waits to be deleted. */
    List<Path> content() throws IOException {
        List<Path> content = new ArrayList<>();
        try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
            children.forEach(content::add);
        } catch (NoSuchFileException e) {
            return List.of();
        }
        return content;
    }

    /** Deletes all that is there; what cannot be deleted now is left for the next time. */
    public void empty() throws IOException {
        for (Path unwanted : content()) {
            try {
                AtomicFiles.deleteTree(unwanted);
            } catch (IOException e) {
                LOG.warn("{}: cannot be deleted now: {}", unwanted, e.toString());
            }
        }
    }
}
