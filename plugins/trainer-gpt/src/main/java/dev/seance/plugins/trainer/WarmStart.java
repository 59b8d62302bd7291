// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import dev.seance.api.model.TrainableModel;
import dev.seance.api.model.TrainedModel;
import dev.seance.api.run.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Where a training begins that takes over the optimiser's state: the last checkpoint of the one before.
 *
 * @param checkpoint its folder, with the weights of the finished model
 * @param steps how many updates it has had, for the bias correction of AdamW
 */
record WarmStart(Path checkpoint, long steps) {

    /**
     * Finds and verifies the checkpoint.
     *
     * @throws UserError when the model has none, or one of other weights, or a damaged one
     */
    static WarmStart of(TrainedModel base, String step) throws IOException {
        String where = "[" + step + "] optimizer-state: warm, but the model of '" + base.name() + "' ";
        List<CheckpointStore.Found> found = Files.isDirectory(base.folder().resolve(TrainingLoop.CHECKPOINTS))
                ? CheckpointStore.in(base.folder().resolve(TrainingLoop.CHECKPOINTS))
                : List.of();
        if (found.isEmpty()) {
            throw new UserError(where + "has no optimiser's state beside it; set keep-optimizer: true in the step"
                    + " that makes it, or optimizer-state: fresh here");
        }
        Path folder = found.get(0).folder();
        Map<String, String> lines = CheckpointFile.read(folder);
        CheckpointFile.verify(folder, lines);
        String weights = ContentDigest.of(base.folder().resolve(TrainableModel.WEIGHTS));
        if (!CheckpointFile.digest(lines, TrainableModel.WEIGHTS).equals(weights)) {
            throw new UserError(where + "has other weights than its last checkpoint (" + folder.getFileName()
                    + "): it was made without keep-optimizer, or ended with the weights of an earlier step; set"
                    + " optimizer-state: fresh");
        }
        return new WarmStart(folder, found.get(0).step());
    }
}
