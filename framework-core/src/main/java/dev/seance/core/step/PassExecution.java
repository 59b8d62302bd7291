// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.step;

import dev.seance.api.corpus.CorpusFilter;
import dev.seance.api.corpus.CorpusSource;
import dev.seance.api.corpus.InputSplit;
import dev.seance.api.corpus.Survey;
import dev.seance.api.run.StepContext;
import dev.seance.core.step.StageRunner.StagePiece;
import dev.seance.core.step.StepResources.NamedFilter;
import dev.seance.kit.stage.CorpusStage;
import dev.seance.kit.stage.SplitOutcome;
import dev.seance.kit.stage.StageTask;
import dev.seance.kit.stage.ValidationSplit;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes the passes of a corpus step, split by split. A pass that was killed goes on with the splits that are missing; of
 * those that are there, surveys that were not saved are made again from what the pass left of their documents.
 */
final class PassExecution {

    private final CorpusSource source;
    private final List<NamedFilter> filters;
    private final StepContext context;
    private final StageRunner runner;
    private final List<InputSplit> splits;
    private final StagePrototype prototype;
    private final Map<Integer, Serializable> summaries = new LinkedHashMap<>();

    /** What all stages of the step have in common. */
    interface StagePrototype {

        CorpusStage stage(
                CorpusPass pass,
                boolean fromSource,
                List<Integer> surveys,
                Map<Integer, Serializable> summaries,
                ValidationSplit split);
    }

    PassExecution(
            CorpusSource source,
            List<NamedFilter> filters,
            List<InputSplit> splits,
            StagePrototype prototype,
            StageRunner runner,
            StepContext context) {
        this.source = source;
        this.filters = filters;
        this.splits = splits;
        this.prototype = prototype;
        this.runner = runner;
        this.context = context;
    }

    /**
     * Makes one pass.
     *
     * @param validationSplit in the last pass; null in the others
     * @return what became of each split; empty for a pass that only surveys
     */
    List<SplitResult> run(CorpusPass pass, ValidationSplit validationSplit) throws IOException {
        context.progress().begin(pass.last() ? "reading" : "surveying", splits.size(), "splits");
        List<Integer> surveyed =
                pass.surveys().stream().map(places -> places.get(0)).toList();
        SurveyCheckpoint checkpoint = new SurveyCheckpoint(
                context.workspace().resolve("surveys-" + pass.number() + ".bin"),
                surveyed.stream().map(this::survey).toList());
        SplitResult[] results = new SplitResult[splits.size()];
        List<Integer> missing = new ArrayList<>();
        List<Integer> unsurveyed = new ArrayList<>();
        for (int i = 0; i < results.length; i++) {
            results[i] = writes(pass)
                    ? SplitResult.find(files(i, pass), pass, splits.get(i).id(), validationSplit)
                    : null;
            boolean done = writes(pass) ? results[i] != null : checkpoint.merged(i);
            if (!done) {
                missing.add(i);
            } else if (!surveyed.isEmpty() && !checkpoint.merged(i)) {
                unsurveyed.add(i);
            } else {
                context.progress().advance(1);
            }
        }
        if (!unsurveyed.isEmpty()) {
            CorpusPass again = new CorpusPass(pass.number(), pass.to(), pass.to(), pass.surveys(), false);
            onSplits(unsurveyed, again, prototype.stage(again, false, surveyed, summaries, null), (index, outcome) -> {
                checkpoint.merge(index, outcome.surveys());
            });
        }
        for (int index : missing) {
            // What is there of it is no longer valid once its files are written anew.
            Files.deleteIfExists(files(index, pass).result());
        }
        CorpusStage stage = prototype.stage(pass, pass.readsSource(), surveyed, summaries, validationSplit);
        onSplits(missing, pass, stage, (index, outcome) -> {
            if (writes(pass)) {
                SplitFiles files = files(index, pass);
                results[index] = SplitResult.of(splits.get(index).id(), validationSplit, outcome, files.sizes(pass));
                results[index].write(files);
            }
            checkpoint.merge(index, outcome.surveys());
        });
        if (!unsurveyed.isEmpty() || !missing.isEmpty()) {
            checkpoint.save();
        }
        for (int i = 0; i < surveyed.size(); i++) {
            Serializable summary = checkpoint.summaries().get(i);
            pass.surveys().get(i).forEach(place -> summaries.put(place, summary));
        }
        return writes(pass) ? Arrays.asList(results) : List.of();
    }

    private static boolean writes(CorpusPass pass) {
        return pass.last() || pass.leavesDocuments();
    }

    private Survey<Serializable> survey(int place) {
        return StageTask.survey(filters.get(place).filter());
    }

    private SplitFiles files(int split, CorpusPass pass) {
        return new SplitFiles(context.workspace(), split, pass.number());
    }

    @FunctionalInterface
    private interface Taker {

        void take(int index, SplitOutcome outcome) throws IOException;
    }

    private void onSplits(List<Integer> indexes, CorpusPass pass, CorpusStage stage, Taker taker) throws IOException {
        List<StagePiece> pieces = new ArrayList<>();
        for (int index : indexes) {
            pieces.add(new StagePiece(index, splits.get(index), files(index, pass)));
        }
        List<CorpusFilter> instances = filters.stream().map(NamedFilter::filter).toList();
        Iterator<Integer> order = indexes.iterator();
        runner.onSplits(new StageTask(stage, source, instances), pieces, context::stopRequested, outcome -> {
            taker.take(order.next(), outcome);
            context.progress().advance(1);
        });
    }
}
