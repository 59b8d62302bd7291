// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.run;

import dev.seance.api.corpus.CorpusSize;
import dev.seance.api.corpus.Funnel;
import java.nio.file.Path;

/**
 * What became of one split; kept beside its two files, so that a killed step goes on after the splits it finished.
 *
 * @param split the split's id
 * @param read documents and words as the source gave them
 * @param training what went to the training part
 * @param heldOut what was set apart
 * @param funnel what the filters did
 * @param firstId the document that would be set apart first, or ""
 * @param firstRank its place in the order of choosing; above 1 when there is none
 */
record SplitResult(
        String split,
        CorpusSize read,
        CorpusSize training,
        CorpusSize heldOut,
        Funnel funnel,
        String firstId,
        double firstRank) {

    static Path trainingFile(Path folder, int index) {
        return folder.resolve("split-" + index + ".training.zst");
    }

    static Path heldOutFile(Path folder, int index) {
        return folder.resolve("split-" + index + ".held-out.zst");
    }

    static Path resultFile(Path folder, int index) {
        return folder.resolve("split-" + index + ".json");
    }
}
