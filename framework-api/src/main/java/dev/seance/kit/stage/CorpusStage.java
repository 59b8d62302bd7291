// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.stage;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * One pass over a corpus, complete in itself: for each split it reads documents from the source, or what an earlier stage
 * left of them, lets some of the filters judge, folds surveys, and writes. {@link StageTask} does the work.
 *
 * <p>A corpus step without surveys is one stage. With surveys it is two or more: the first reads the source, judges with
 * the filters before the first survey, folds the surveys and writes {@link StagePart#JUDGED}; the last reads that and
 * writes the corpus. Only surveys that must see what filters with other surveys left cost a stage in between.
 *
 * @param source the corpus source
 * @param filters all filters of the step, in their order
 * @param from the first filter that judges in this stage; documents come from the source when it is the step's first stage
 * @param to the filter before which the stage ends
 * @param fromSource whether documents come from the source, or from an earlier stage
 * @param surveys filters whose surveys are folded over the documents that the stage's filters let through
 * @param summaries the finished surveys of filters that judge in this stage, by the filter's place
 * @param skipBad whether what the source cannot read is left out and counted, or an error
 * @param writesJudged whether the stage writes {@link StagePart#JUDGED}
 * @param split how documents are split, where the stage writes the corpus
 */
public record CorpusStage(
        ExtensionRef source,
        List<FilterRef> filters,
        int from,
        int to,
        boolean fromSource,
        List<Integer> surveys,
        Map<Integer, Serializable> summaries,
        boolean skipBad,
        boolean writesJudged,
        ValidationSplit split)
        implements Serializable {

    public CorpusStage {
        Objects.requireNonNull(source, "source");
        filters = List.copyOf(filters);
        surveys = List.copyOf(surveys);
        summaries = new LinkedHashMap<>(summaries);
        if (from < 0 || from > to || to > filters.size()) {
            throw new IllegalArgumentException("filters " + from + " to " + to + " of " + filters.size());
        }
    }

    /** How documents are split; empty when the stage does not write the corpus. */
    public Optional<ValidationSplit> writesCorpus() {
        return Optional.ofNullable(split);
    }
}
