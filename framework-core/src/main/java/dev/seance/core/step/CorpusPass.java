// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.step;

import dev.seance.api.corpus.CorpusFilter;
import dev.seance.api.corpus.Survey;
import dev.seance.api.corpus.SurveyFilter;
import dev.seance.kit.stage.StageTask;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One pass of a corpus step over all splits.
 *
 * @param number from 0, in the order in which passes are made
 * @param from the first filter that judges
 * @param to the filter before which the pass ends
 * @param surveys for each survey that is made, the filters that need it; equal surveys are one
 * @param last whether the pass writes the corpus
 */
record CorpusPass(int number, int from, int to, List<List<Integer>> surveys, boolean last) {

    /**
     * The passes that a step's filters need: one without surveys. With them, a first that reads the source and makes
     * all surveys that may be made early, one for each other survey, and a last.
     */
    static List<CorpusPass> of(List<CorpusFilter> filters) {
        int first = 0;
        while (first < filters.size() && !(filters.get(first) instanceof SurveyFilter<?>)) {
            first++;
        }
        if (first == filters.size()) {
            return List.of(new CorpusPass(0, 0, first, List.of(), true));
        }
        Map<Survey<Serializable>, List<Integer>> early = new LinkedHashMap<>();
        List<Integer> late = new ArrayList<>();
        for (int place = first; place < filters.size(); place++) {
            if (filters.get(place) instanceof SurveyFilter<?>) {
                Survey<Serializable> survey = StageTask.survey(filters.get(place));
                if (place == first || survey.early()) {
                    early.computeIfAbsent(survey, other -> new ArrayList<>()).add(place);
                } else {
                    late.add(place);
                }
            }
        }
        List<CorpusPass> passes = new ArrayList<>();
        passes.add(new CorpusPass(0, 0, first, List.copyOf(early.values()), false));
        for (int place : late) {
            passes.add(new CorpusPass(passes.size(), first, place, List.of(List.of(place)), false));
        }
        passes.add(new CorpusPass(passes.size(), first, filters.size(), List.of(), true));
        return passes;
    }

    /** Whether the pass reads the source, and not what the first one left. */
    boolean readsSource() {
        return number == 0;
    }

    /** Whether the pass leaves the documents for later ones. */
    boolean leavesDocuments() {
        return number == 0 && !last;
    }
}
