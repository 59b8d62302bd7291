// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import dev.seance.api.model.ModelBackend;
import dev.seance.api.model.PendingSave;
import dev.seance.api.model.TrainableModel;
import dev.seance.api.run.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The checkpoints of a training in its workspace: folders {@code checkpoint-STEP} with the model's files and a {@link
 * CheckpointFile}. A folder is written under another name and then renamed, so one of that name is complete; whether it
 * is still intact, its digests say.
 *
 * <p>Used by one thread. A checkpoint is written by another one while training goes on; every method waits for that first,
 * and throws what it failed with.
 */
final class CheckpointStore implements AutoCloseable {

    private static final String PREFIX = "checkpoint-";
    private static final Pattern NAME = Pattern.compile(PREFIX + "(\\d{1,18})");
    private static final String UNFINISHED = ".tmp";

    private final Path workspace;
    private final RunIdentity identity;
    private final CheckpointRetention retention;

    /** The step whose checkpoint is known to be intact: written or restored by this process. */
    private long good = -1;

    private final CheckpointWriter writer = new CheckpointWriter();

    CheckpointStore(Path workspace, RunIdentity identity, CheckpointRetention retention) {
        this.workspace = workspace;
        this.identity = identity;
        this.retention = retention;
    }

    /** A checkpoint's folder and the step in its name, not read yet. */
    record Found(Path folder, long step) {}

    /**
     * A checkpoint that was read.
     *
     * @param model what it holds, to be closed by whoever restored it
     * @param state how far it is trained
     * @param differences between its training and this one that do not prevent resuming
     */
    record Restored(Path folder, TrainableModel model, TrainingState state, List<String> differences) {}

    /** The checkpoints of this training, the newest first. What a killed process left unfinished is deleted. */
    List<Found> newestFirst() throws IOException {
        writer.await();
        return cleaned();
    }

    private List<Found> cleaned() throws IOException {
        for (Path folder : folders(workspace)) {
            if (folder.toString().endsWith(UNFINISHED)) {
                DurableFiles.delete(folder);
            }
        }
        return in(workspace);
    }

    /** The checkpoints in a folder, or beside the model in it, the newest first; the folder itself when it is one. */
    static List<Found> in(Path folder) throws IOException {
        if (Files.exists(folder.resolve(CheckpointFile.NAME))) {
            return List.of(new Found(folder, step(folder).orElse(0L)));
        }
        if (Files.isDirectory(folder.resolve(TrainingLoop.CHECKPOINTS))) {
            return in(folder.resolve(TrainingLoop.CHECKPOINTS));
        }
        List<Found> found = new ArrayList<>();
        for (Path each : folders(folder)) {
            step(each).ifPresent(step -> found.add(new Found(each, step)));
        }
        found.sort(Comparator.comparingLong(Found::step).reversed());
        return found;
    }

    private static Optional<Long> step(Path folder) {
        Matcher name = NAME.matcher(folder.getFileName().toString());
        return name.matches() ? Optional.of(Long.parseLong(name.group(1))) : Optional.empty();
    }

    private static List<Path> folders(Path parent) throws IOException {
        try (Stream<Path> files = Files.list(parent)) {
            return files.filter(Files::isDirectory)
                    .filter(file -> file.getFileName().toString().startsWith(PREFIX))
                    .toList();
        }
    }

    /**
     * Restores a checkpoint after comparing every file with its digest.
     *
     * @param own whether it must be of this very training; otherwise model, vocabulary and data must fit
     * @throws UserError when it is damaged, or of another training than it may be of, with the reason
     */
    Restored restore(Found found, ModelBackend backend, boolean own) throws IOException {
        Map<String, String> lines = CheckpointFile.read(found.folder());
        List<String> incompatibilities = identity.incompatibilities(lines);
        List<String> differences = identity.differences(lines);
        if (own) {
            incompatibilities.addAll(differences);
        }
        if (!incompatibilities.isEmpty()) {
            throw new UserError(
                    found.folder() + ": a checkpoint of another training: " + String.join("; ", incompatibilities));
        }
        CheckpointFile.verify(found.folder(), lines);
        TrainingState state;
        try {
            state = TrainingState.fromProperties(lines);
        } catch (IllegalArgumentException e) {
            throw new UserError(found.folder().resolve(CheckpointFile.NAME) + ": damaged: " + e.getMessage(), e);
        }
        TrainableModel model = backend.restore(found.folder());
        if (own) {
            writer.await();
            good = state.step();
        }
        return new Restored(found.folder(), model, state, differences);
    }

    /**
     * Saves a checkpoint, unless it is the one just restored or saved, and deletes those that retention does not want.
     * One of that step that could not be restored is replaced, and those of later steps are deleted: they were refused,
     * or the training would have resumed there. All of it is on the disk when the call returns.
     */
    void save(TrainableModel model, TrainingState state) throws IOException {
        begin(model, state);
        writer.await();
    }

    /**
     * The same, except that files are written, flushed and digested while the caller trains on. How that ended, the next call
     * of any method says, or {@link #check}.
     */
    void begin(TrainableModel model, TrainingState state) throws IOException {
        writer.await();
        if (state.step() == good) {
            retain(state.step());
            return;
        }
        Path unfinished = workspace.resolve(PREFIX + state.step() + UNFINISHED);
        DurableFiles.delete(unfinished);
        Files.createDirectory(unfinished);
        PendingSave copied = model.beginSave(unfinished, true);
        writer.start(() -> {
            try (copied) {
                finish(copied, unfinished, state);
            } catch (IOException e) {
                throw new IOException("checkpoint of step " + state.step() + ": " + e.getMessage(), e);
            }
        });
    }

    private void finish(PendingSave copied, Path unfinished, TrainingState state) throws IOException {
        copied.write();
        Map<String, String> lines = new HashMap<>(identity.toProperties());
        lines.putAll(state.toProperties());
        CheckpointFile.write(unfinished, lines);
        Path folder = workspace.resolve(PREFIX + state.step());
        DurableFiles.delete(folder);
        DurableFiles.moveFolder(unfinished, folder);
        good = state.step();
        retain(state.step());
    }

    private void retain(long step) throws IOException {
        int retained = 0;
        for (Found found : cleaned()) {
            boolean later = found.step() > step;
            boolean old = !later && ++retained > retention.last();
            if (later || old && !retention.isPermanent(found.step())) {
                DurableFiles.delete(found.folder());
            }
        }
    }

    /** Throws what writing a checkpoint failed with, if it did; does not wait for one that is being written. */
    void check() throws IOException {
        writer.check();
    }

    /** Waits for a checkpoint that is being written. */
    @Override
    public void close() {
        writer.close();
    }

    /** The states of those checkpoints that can be read at all. */
    List<TrainingState> states() throws IOException {
        List<TrainingState> states = new ArrayList<>();
        for (Found found : newestFirst()) {
            try {
                states.add(TrainingState.fromProperties(CheckpointFile.read(found.folder())));
            } catch (UserError | IllegalArgumentException e) {
                // One that was refused already and waits to be replaced.
                continue;
            }
        }
        return states;
    }

    /** The last checkpoint that this process wrote or restored, for messages. */
    Optional<Path> lastGood() throws IOException {
        writer.await();
        return good < 0 ? Optional.empty() : Optional.of(workspace.resolve(PREFIX + good));
    }

    /** Puts the checkpoints that stay when the training is done into another folder as well, as hard links where the file system has them. */
    void linkPermanent(Path folder) throws IOException {
        for (Found found : newestFirst()) {
            if (retention.isPermanent(found.step()) || retention.lastStays() && found.step() == good) {
                DurableFiles.link(found.folder(), folder.resolve(found.folder().getFileName()));
            }
        }
    }
}
