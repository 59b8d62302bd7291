// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.stage;

import dev.seance.api.corpus.BadRecord;
import dev.seance.api.corpus.BadRecords;
import dev.seance.api.corpus.CorpusFilter;
import dev.seance.api.corpus.CorpusSize;
import dev.seance.api.corpus.CorpusSource;
import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.DocumentFilter;
import dev.seance.api.corpus.Funnel;
import dev.seance.api.corpus.InputSplit;
import dev.seance.api.corpus.Skipped;
import dev.seance.api.corpus.Subset;
import dev.seance.api.corpus.Survey;
import dev.seance.api.corpus.SurveyFilter;
import dev.seance.api.corpus.Verdict;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Does the work of a {@link CorpusStage}, one split at a time, on any number of threads at once. Holds one document a
 * thread, beside the surveys' summaries.
 */
public final class StageTask {

    private final CorpusStage stage;
    private final CorpusSource source;
    private final List<CorpusFilter> filters;
    private final List<Survey<Serializable>> surveys;

    /**
     * @param source an instance of the stage's source
     * @param filters an instance of each of the stage's filters, in their order
     */
    public StageTask(CorpusStage stage, CorpusSource source, List<CorpusFilter> filters) {
        if (filters.size() != stage.filters().size()) {
            throw new IllegalArgumentException(filters.size() + " filters for a stage of "
                    + stage.filters().size());
        }
        this.stage = stage;
        this.source = source;
        this.filters = List.copyOf(filters);
        this.surveys = stage.surveys().stream()
                .map(place -> survey(this.filters.get(place)))
                .toList();
    }

    /** What is done, as a value. */
    public CorpusStage stage() {
        return stage;
    }

    /** The survey of a filter that surveys. */
    @SuppressWarnings("unchecked")
    public static Survey<Serializable> survey(CorpusFilter filter) {
        return ((SurveyFilter<Serializable>) filter).survey();
    }

    /**
     * Runs the stage on one split.
     *
     * @param files where bytes come from and go to; all that was opened is closed when this returns or throws
     * @throws dev.seance.api.run.UserError when the data cannot be read
     */
    public SplitOutcome run(InputSplit split, StageFiles files, StageMonitor monitor) throws IOException {
        List<Skipped> bad = new ArrayList<>();
        try (SplitWriter writer = new SplitWriter(stage, files);
                Stream<Document> documents = documents(split, files, bad)) {
            SplitWork work = new SplitWork(writer);
            for (Iterator<Document> rest = documents.iterator(); rest.hasNext(); ) {
                Document document = rest.next();
                monitor.judging(document);
                work.take(document);
            }
            writer.close();
            return work.outcome(bad);
        }
    }

    private Stream<Document> documents(InputSplit split, StageFiles files, List<Skipped> bad) throws IOException {
        if (!stage.fromSource()) {
            return JudgedDocuments.read(files.judged());
        }
        BadRecords records = stage.skipBad() ? record -> bad.add(skipped(record)) : BadRecords.FAIL;
        return source.read(split, records);
    }

    private static Skipped skipped(BadRecord record) {
        return new Skipped(record.where(), record.reason());
    }

    /** The counts and summaries of one split. One thread. */
    private final class SplitWork {

        private final SplitWriter writer;
        private final List<FunnelCount> counts = new ArrayList<>();
        private final List<Serializable> summaries = new ArrayList<>();
        private CorpusSize read = CorpusSize.NOTHING;
        private String first = "";
        private double firstRank = 2;

        SplitWork(SplitWriter writer) {
            this.writer = writer;
            stage.filters()
                    .subList(stage.from(), stage.to())
                    .forEach(filter -> counts.add(new FunnelCount(filter.name())));
            surveys.forEach(survey -> summaries.add(survey.empty()));
        }

        void take(Document document) throws IOException {
            CorpusSize size = CorpusSize.of(document);
            read = read.plus(size);
            Document current = document;
            for (int place = stage.from(); place < stage.to(); place++) {
                FunnelCount count = counts.get(place - stage.from());
                Verdict verdict = judge(place, current);
                if (verdict instanceof Verdict.Dropped dropped) {
                    count.dropped(size, current.id(), dropped.reason(), dropped.detail());
                    writer.dropped(current, stage.filters().get(place).name(), dropped);
                    return;
                }
                if (verdict instanceof Verdict.Changed changed) {
                    CorpusSize after = CorpusSize.of(changed.document());
                    count.changed(size, after, changed.reason());
                    current = changed.document();
                    size = after;
                    writer.changed(current, stage.filters().get(place).name(), changed);
                } else {
                    count.kept(size);
                }
            }
            for (int i = 0; i < surveys.size(); i++) {
                summaries.set(i, surveys.get(i).fold(summaries.get(i), current));
            }
            write(current, size);
        }

        private void write(Document document, CorpusSize size) throws IOException {
            writer.write(document, size);
            stage.writesCorpus().ifPresent(split -> {
                double rank = split.rank(document.id());
                if (rank < firstRank) {
                    firstRank = rank;
                    first = document.id();
                }
            });
        }

        SplitOutcome outcome(List<Skipped> bad) {
            return new SplitOutcome(
                    read,
                    writer.size(Subset.TRAIN),
                    writer.size(Subset.VALIDATION),
                    Funnel.of(counts.stream().map(FunnelCount::stage).toList()),
                    bad,
                    first,
                    firstRank,
                    summaries);
        }
    }

    @SuppressWarnings("unchecked")
    private Verdict judge(int place, Document document) {
        if (filters.get(place) instanceof DocumentFilter filter) {
            return filter.judge(document);
        }
        SurveyFilter<Serializable> filter = (SurveyFilter<Serializable>) filters.get(place);
        return filter.judge(document, stage.summaries().get(place));
    }
}
