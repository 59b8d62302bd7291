// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import dev.seance.api.model.TrainableModel;
import dev.seance.api.run.StepContext;
import dev.seance.api.run.UserError;
import dev.seance.api.training.TrainingJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Finds what a training resumes from: its own newest intact checkpoint; where it has none, what its {@link ResumeOption}
 * names; else it starts from the beginning.
 *
 * <p>A checkpoint of its own must have exactly its identity. One from elsewhere must have the same model, vocabulary and
 * data; other learning rates and the like are what one resumes from elsewhere for, and are reported.
 */
final class Resumption {

    private final TrainingJob job;
    private final StepContext context;
    private final TrainingConfig config;
    private final DataLoader data;
    private final StepCount steps;
    private final CheckpointStore checkpoints;

    Resumption(
            TrainingJob job,
            StepContext context,
            TrainingConfig config,
            DataLoader data,
            StepCount steps,
            CheckpointStore checkpoints) {
        this.job = job;
        this.context = context;
        this.config = config;
        this.data = data;
        this.steps = steps;
        this.checkpoints = checkpoints;
    }

    /** A model and how far it is trained. */
    record Resumed(TrainableModel model, TrainingState state) {}

    /** The model to continue with, or a new one where there is nothing to resume from. */
    Resumed resumeOr(TrainingLoop.Start start) throws IOException {
        Optional<Resumed> own = newestOf(checkpoints.newestFirst(), true, " or delete it to start from the beginning");
        if (own.isPresent()) {
            return own.get();
        }
        Optional<Path> from = config.resume().from();
        if (from.isPresent()) {
            List<CheckpointStore.Found> found =
                    Files.isDirectory(from.get()) ? CheckpointStore.in(from.get()) : List.of();
            return newestOf(found, false, "")
                    .orElseThrow(() -> new UserError(where() + "resume: no checkpoint in "
                            + from.get().toAbsolutePath() + " (expected " + CheckpointFile.NAME
                            + " in it, or folders checkpoint-STEP)"));
        }
        if (config.resume().required()) {
            throw new UserError(where() + "resume: true, but there is no checkpoint in "
                    + context.workspace().toAbsolutePath() + ", where an interrupted run with the same options and"
                    + " inputs leaves them; set resume: auto to start from the beginning, or to the path of a"
                    + " checkpoint");
        }
        // The order of the data is computed here, not in the time of the first step.
        data.position(0);
        return new Resumed(start.open(), TrainingState.START);
    }

    /**
     * The newest checkpoint that can be resumed from; empty when there is none at all.
     *
     * @throws UserError when there are some and every one is refused, with the reason of the newest
     */
    private Optional<Resumed> newestOf(List<CheckpointStore.Found> found, boolean own, String advice)
            throws IOException {
        UserError newest = null;
        for (CheckpointStore.Found each : found) {
            try {
                CheckpointStore.Restored restored = checkpoints.restore(each, job.backend(), own);
                return Optional.of(checked(restored, own));
            } catch (UserError e) {
                context.progress().note("cannot resume from " + each.folder().getFileName() + ": " + e.getMessage());
                newest = newest == null ? e : newest;
            }
        }
        if (newest != null) {
            throw new UserError(
                    where() + "cannot resume: " + newest.getMessage() + "; put an intact checkpoint there" + advice,
                    newest);
        }
        return Optional.empty();
    }

    private Resumed checked(CheckpointStore.Restored restored, boolean own) {
        TrainingState state = restored.state();
        try {
            if (state.step() > steps.schedule().steps()) {
                throw new UserError(restored.folder() + ": a checkpoint of step " + state.step()
                        + ", and this training has " + steps.schedule().steps() + " steps");
            }
            DataPosition position = data.position(state.step());
            boolean moved = !position.equals(state.position());
            if (own && moved) {
                throw new UserError(restored.folder() + ": its position in the data is " + inWords(state.position())
                        + ", but step " + state.step() + " of this training is at " + inWords(position));
            }
            String after = "resuming after " + steps.inWords(state.step());
            if (own) {
                context.progress().note(after);
                return new Resumed(restored.model(), state);
            }
            context.progress().note(after + " from " + restored.folder());
            if (!restored.differences().isEmpty()) {
                context.progress()
                        .note("it was trained with other settings: " + String.join("; ", restored.differences())
                                + (moved ? "; so some data may be repeated or skipped" : ""));
            }
            return new Resumed(restored.model(), state.movedTo(position));
        } catch (UserError e) {
            restored.model().close();
            throw e;
        }
    }

    private static String inWords(DataPosition position) {
        return "sequence " + position.sequence() + " of epoch " + position.epoch();
    }

    private String where() {
        return "[" + context.step() + "] ";
    }
}
