// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import dev.seance.api.model.TrainableModel;
import dev.seance.api.run.UserError;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The checkpoints of a training in its workspace: folders {@code checkpoint-STEP} with the model's files and
 * {@value #STATE}. A folder is filled under another name and then renamed, so one of that name is whole. The last two
 * are kept.
 */
final class CheckpointStore {

    static final String STATE = "training.properties";

    private static final String PREFIX = "checkpoint-";
    private static final String UNFINISHED = ".tmp";
    private static final String FORMAT = "seance-training 1";
    private static final int KEPT = 2;

    private final Path workspace;
    private final String digest;

    /** The step whose checkpoint is known to be good: written or restored by this process. */
    private long good = -1;

    /** @param digest of all that must not change in the course of a training */
    CheckpointStore(Path workspace, String digest) {
        this.workspace = workspace;
        this.digest = digest;
    }

    /** A checkpoint as it was found. */
    record Saved(Path folder, TrainingState state) {}

    /**
     * The checkpoints there are, the newest first. What a killed process left unfinished is deleted.
     *
     * @throws UserError when one is not of this training
     */
    List<Saved> newestFirst() throws IOException {
        List<Saved> found = new ArrayList<>();
        for (Path folder : folders()) {
            if (folder.toString().endsWith(UNFINISHED)) {
                Durable.delete(folder);
            } else {
                found.add(new Saved(folder, read(folder)));
            }
        }
        found.sort(
                Comparator.comparingLong((Saved saved) -> saved.state().step()).reversed());
        return found;
    }

    /** Told that a model was restored from a checkpoint. */
    void restored(Saved saved) {
        good = saved.state().step();
    }

    /**
     * Saves a checkpoint, unless it is the one in hand, and deletes those too old to keep. One of that step that could
     * not be restored makes way.
     */
    void save(TrainableModel model, TrainingState state) throws IOException {
        Path folder = workspace.resolve(PREFIX + state.step());
        if (state.step() != good) {
            Path unfinished = workspace.resolve(PREFIX + state.step() + UNFINISHED);
            Durable.delete(unfinished);
            Files.createDirectory(unfinished);
            model.save(unfinished, true);
            write(unfinished.resolve(STATE), state);
            Durable.delete(folder);
            Durable.moveFolder(unfinished, folder);
            good = state.step();
        }
        for (Saved old : newestFirst().stream().skip(KEPT).toList()) {
            Durable.delete(old.folder());
        }
    }

    private List<Path> folders() throws IOException {
        try (Stream<Path> files = Files.list(workspace)) {
            return files.filter(file -> file.getFileName().toString().startsWith(PREFIX))
                    .toList();
        }
    }

    private void write(Path file, TrainingState state) throws IOException {
        Map<String, String> lines = new HashMap<>(state.toProperties());
        lines.put("format", FORMAT);
        lines.put("digest", digest);
        String text = lines.entrySet().stream()
                .map(line -> line.getKey() + "=" + line.getValue() + "\n")
                .sorted()
                .collect(Collectors.joining());
        Files.writeString(file, text, StandardCharsets.UTF_8);
        Durable.flush(file);
    }

    private TrainingState read(Path folder) throws IOException {
        Path file = folder.resolve(STATE);
        Properties read = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            read.load(reader);
        }
        Map<String, String> lines = new HashMap<>();
        read.stringPropertyNames().forEach(key -> lines.put(key, read.getProperty(key)));
        if (!FORMAT.equals(lines.get("format")) || !digest.equals(lines.get("digest"))) {
            throw new UserError(file + ": expected a checkpoint of this training in the format " + FORMAT + ", found "
                    + lines.getOrDefault("format", "no format") + ", made with "
                    + (digest.equals(lines.get("digest")) ? "the same" : "other")
                    + " options; delete its folder to begin anew");
        }
        try {
            return TrainingState.fromProperties(lines);
        } catch (IllegalArgumentException e) {
            throw new UserError(file + ": damaged: " + e.getMessage() + "; delete its folder", e);
        }
    }
}
