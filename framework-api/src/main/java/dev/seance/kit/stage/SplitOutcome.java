// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.stage;

import dev.seance.api.corpus.CorpusSize;
import dev.seance.api.corpus.Funnel;
import dev.seance.api.corpus.Skipped;
import java.io.Serializable;
import java.util.List;

/**
 * What became of one split in one stage, beside the bytes it wrote.
 *
 * @param read what was read
 * @param train what was written for training
 * @param validation what was written for validation
 * @param funnel what each of the stage's filters did
 * @param bad what the source could not read and left out
 * @param first the document that would be chosen for validation first, or ""
 * @param firstRank its place in the order of choosing; above 1 when there is none
 * @param surveys a summary for each of the stage's surveys, in their order
 */
public record SplitOutcome(
        CorpusSize read,
        CorpusSize train,
        CorpusSize validation,
        Funnel funnel,
        List<Skipped> bad,
        String first,
        double firstRank,
        List<Serializable> surveys)
        implements Serializable {

    public SplitOutcome {
        bad = List.copyOf(bad);
        surveys = List.copyOf(surveys);
    }
}
