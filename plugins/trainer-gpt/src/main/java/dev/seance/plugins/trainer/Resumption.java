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
 * Finds what a training goes on from: its own checkpoints, the newest that is whole; where it has none, what its {@link
 * Resume} names; else it starts.
 *
 * <p>A checkpoint of this training must be of exactly its terms. One from elsewhere must fit in shape, vocabulary and
 * data; other rates and the like are what one goes on from elsewhere for, and are told.
 */
final class Resumption {

    private final TrainingJob job;
    private final StepContext context;
    private final TrainingPlan plan;
    private final TrainingData data;
    private final CheckpointStore checkpoints;

    Resumption(
            TrainingJob job, StepContext context, TrainingPlan plan, TrainingData data, CheckpointStore checkpoints) {
        this.job = job;
        this.context = context;
        this.plan = plan;
        this.data = data;
        this.checkpoints = checkpoints;
    }

    /** A model and how far it has come. */
    record Begun(TrainableModel model, TrainingState state) {}

    Begun begin(TrainingLoop.Start start) throws IOException {
        Optional<Begun> own = newestOf(checkpoints.newestFirst(), true, " or delete it to begin anew");
        if (own.isPresent()) {
            return own.get();
        }
        Optional<Path> from = plan.resume().from();
        if (from.isPresent()) {
            List<CheckpointStore.Found> found =
                    Files.isDirectory(from.get()) ? CheckpointStore.in(from.get()) : List.of();
            return newestOf(found, false, "")
                    .orElseThrow(() -> new UserError(where() + "resume: "
                            + from.get().toAbsolutePath()
                            + " is no folder of a checkpoint, nor one that has any (expected " + CheckpointFile.NAME
                            + " in it, or folders checkpoint-STEP)"));
        }
        if (plan.resume().demanded()) {
            throw new UserError(where() + "resume: true, but there is nothing to go on from: no checkpoint in "
                    + context.workspace().toAbsolutePath() + ", where an interrupted run with these very options and"
                    + " inputs leaves them; give resume: auto to begin, or the path of a checkpoint");
        }
        // Rows are put in order here, not in the time of the first step.
        data.cursor(0);
        return new Begun(start.open(), TrainingState.START);
    }

    /**
     * The newest checkpoint that can be gone on from; empty when there is none at all.
     *
     * @throws UserError when there are some and every one is refused, with the reason of the newest
     */
    private Optional<Begun> newestOf(List<CheckpointStore.Found> found, boolean own, String advice) throws IOException {
        UserError newest = null;
        for (CheckpointStore.Found each : found) {
            try {
                CheckpointStore.Restored restored = checkpoints.restore(each, job.backend(), own);
                return Optional.of(placed(restored, own));
            } catch (UserError e) {
                context.progress().note("cannot go on from " + each.folder().getFileName() + ": " + e.getMessage());
                newest = newest == null ? e : newest;
            }
        }
        if (newest != null) {
            throw new UserError(
                    where() + "cannot go on: " + newest.getMessage() + "; put a whole one there" + advice, newest);
        }
        return Optional.empty();
    }

    private Begun placed(CheckpointStore.Restored restored, boolean own) {
        TrainingState state = restored.state();
        try {
            if (state.step() > plan.steps()) {
                throw new UserError(restored.folder() + ": a checkpoint of step " + state.step()
                        + ", and this training has " + plan.steps() + " steps");
            }
            Cursor place = data.cursor(state.step());
            boolean moved = !place.equals(state.cursor());
            if (own && moved) {
                throw new UserError(restored.folder() + ": stands at " + inWords(state.cursor()) + ", but after step "
                        + state.step() + " these data stand at " + inWords(place));
            }
            String of = "step " + state.step() + " of " + plan.steps();
            if (own) {
                context.progress().note("going on after " + of);
                return new Begun(restored.model(), state);
            }
            context.progress().note("going on after " + of + " from " + restored.folder());
            if (!restored.differences().isEmpty()) {
                context.progress()
                        .note("its training was another one: " + String.join("; ", restored.differences())
                                + (moved ? "; so some data may be learnt from again, or not yet" : ""));
            }
            return new Begun(restored.model(), state.movedTo(place));
        } catch (UserError e) {
            restored.model().close();
            throw e;
        }
    }

    private static String inWords(Cursor cursor) {
        return "row " + cursor.row() + " of epoch " + cursor.epoch();
    }

    private String where() {
        return "[" + context.step() + "] ";
    }
}
