// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import dev.seance.api.model.TrainableModel;
import dev.seance.api.run.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The weights that validated best, in the workspace of a training: folders {@code best-STEP}, written under another name
 * and then renamed, so one of that name is complete. A training that resumes from a checkpoint needs the weights that
 * were the best by then, so they stay as long as the checkpoint does.
 */
final class BestWeights {

    private static final String PREFIX = "best-";
    private static final String UNFINISHED = ".tmp";

    private final Path workspace;

    BestWeights(Path workspace) {
        this.workspace = workspace;
    }

    /** Saves the weights of a step, and deletes all others but those of the given steps. */
    void save(TrainableModel model, long step, Set<Long> others) throws IOException {
        Path unfinished = workspace.resolve(PREFIX + step + UNFINISHED);
        DurableFiles.delete(unfinished);
        Files.createDirectory(unfinished);
        model.save(unfinished, false);
        CheckpointFile.write(unfinished, Map.of("step", Long.toString(step)));
        Path folder = folder(step);
        DurableFiles.delete(folder);
        DurableFiles.moveFolder(unfinished, folder);
        for (Path old : folders()) {
            String name = old.getFileName().toString().substring(PREFIX.length());
            if (!name.equals("" + step) && others.stream().noneMatch(other -> name.equals("" + other))) {
                DurableFiles.delete(old);
            }
        }
    }

    /**
     * The folder of the saved weights of a step, after comparing every file with its digest.
     *
     * @throws UserError when they are damaged, with the reason
     */
    Path verified(long step) throws IOException {
        CheckpointFile.verify(folder(step), CheckpointFile.read(folder(step)));
        return folder(step);
    }

    private Path folder(long step) {
        return workspace.resolve(PREFIX + step);
    }

    private List<Path> folders() throws IOException {
        try (Stream<Path> files = Files.list(workspace)) {
            return files.filter(file -> file.getFileName().toString().startsWith(PREFIX))
                    .toList();
        }
    }
}
