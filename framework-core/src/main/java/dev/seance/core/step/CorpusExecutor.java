// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.step;

import dev.seance.api.corpus.BadRecords;
import dev.seance.api.corpus.CorpusSize;
import dev.seance.api.corpus.CorpusSource;
import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Funnel;
import dev.seance.api.corpus.InputSplit;
import dev.seance.api.corpus.Skipped;
import dev.seance.api.corpus.Subset;
import dev.seance.api.corpus.Survey;
import dev.seance.api.corpus.SurveyFilter;
import dev.seance.api.run.StepContext;
import dev.seance.api.run.StopException;
import dev.seance.api.run.UserError;
import dev.seance.core.failure.ResourceExhausted;
import dev.seance.core.step.StepResources.NamedFilter;
import dev.seance.core.store.AtomicFiles;
import dev.seance.core.store.DocumentWriter;
import dev.seance.core.store.Json;
import dev.seance.core.store.StoredCorpus;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Makes a corpus: reads the splits, lets the filters judge, splits documents into training and validation, writes shards.
 *
 * <p>Every pass handles one split at a time per thread and holds one document, so memory does not grow with the corpus.
 * A filter that surveys costs one more pass over the splits. In the last pass each split becomes two small files of
 * compressed frames; shards are those frames laid end to end in the splits' order, which is why one thread and sixteen
 * give the same bytes.
 */
final class CorpusExecutor implements StepExecutor {

    private static final long SHARD_BYTES = 32L << 20;

    private final CorpusSource source;
    private final FilterChain filters;
    private final ValidationSplit validationSplit;
    private final StageRunner runner;
    private final long shardBytes;

    CorpusExecutor(
            CorpusSource source, List<NamedFilter> filters, ValidationSplit validationSplit, StageRunner runner) {
        this(source, filters, validationSplit, runner, SHARD_BYTES);
    }

    /** @param shardBytes a shard with that much text, or more, is full */
    CorpusExecutor(
            CorpusSource source,
            List<NamedFilter> filters,
            ValidationSplit validationSplit,
            StageRunner runner,
            long shardBytes) {
        this.source = source;
        this.filters = new FilterChain(filters);
        this.validationSplit = validationSplit;
        this.runner = runner;
        this.shardBytes = shardBytes;
    }

    @Override
    public Map<String, Double> make(Path output, StepContext context) throws IOException {
        String revision = source.revision();
        List<InputSplit> splits = source.splits();
        List<Skipped> skipped = source.skipped();
        if (!skipped.isEmpty()) {
            context.progress().note("not read: " + Skipped.inWords(skipped));
        }
        for (int i = 0; i < filters.size(); i++) {
            Optional<SurveyFilter<Serializable>> filter = filters.survey(i);
            if (filter.isPresent()) {
                filters.setSummary(i, survey(splits, filter.get(), i, context));
            }
        }
        List<SplitResult> results = filter(splits, validationSplit, context);
        if (isLopsided(results)) {
            // Chance left one subset of a small corpus empty: exactly one document is for validation, the first in
            // order.
            results = filter(splits, validationSplit.only(kept(results) > 1 ? nearest(results) : ""), context);
        }
        if (!source.revision().equals(revision)) {
            throw new UserError("[" + context.step() + "] the source's data changed while they were read; run the same"
                    + " command again when nothing writes to them any more");
        }
        return assemble(results, skipped, output, context);
    }

    private Serializable survey(
            List<InputSplit> splits, SurveyFilter<Serializable> filter, int place, StepContext context)
            throws IOException {
        context.progress().begin("surveying", splits.size(), "splits");
        Survey<Serializable> survey = filter.survey();
        Serializable[] whole = {survey.empty()};
        runner.inOrder(
                splits,
                split -> {
                    Serializable[] summary = {survey.empty()};
                    List<FunnelCount> counts = filters.counts();
                    eachDocument(split, context, "the survey starts again", document -> {
                        Optional<Document> passed = filters.pass(document, place, counts);
                        if (passed.isPresent()) {
                            summary[0] = survey.fold(summary[0], passed.get());
                        }
                    });
                    return summary[0];
                },
                summary -> {
                    whole[0] = survey.merge(whole[0], summary);
                    context.progress().advance(1);
                });
        return whole[0];
    }

    private List<SplitResult> filter(List<InputSplit> splits, ValidationSplit chosenSplit, StepContext context)
            throws IOException {
        context.progress().begin("reading", splits.size(), "splits");
        List<SplitResult> results = new ArrayList<>();
        runner.inOrder(
                IntStream.range(0, splits.size()).boxed().toList(),
                index -> filter(splits.get(index), index, chosenSplit, context),
                result -> {
                    results.add(result);
                    context.progress().advance(1);
                });
        return results;
    }

    private SplitResult filter(InputSplit split, int index, ValidationSplit chosenSplit, StepContext context)
            throws IOException {
        Path folder = context.workspace();
        Optional<SplitResult> done = SplitResult.find(folder, index, split.id(), chosenSplit);
        if (done.isPresent()) {
            return done.get();
        }
        SplitResult.delete(folder, index);
        CorpusSize[] read = {CorpusSize.NOTHING};
        List<FunnelCount> counts = filters.counts();
        String[] firstId = {""};
        double[] firstRank = {2};
        CorpusSize trainSize;
        CorpusSize validationSize;
        try (DocumentWriter train = new DocumentWriter(SplitResult.trainFile(folder, index));
                DocumentWriter validation = new DocumentWriter(SplitResult.validationFile(folder, index))) {
            eachDocument(split, context, "finished splits are saved", document -> {
                read[0] = read[0].plus(new CorpusSize(1, document.words(), 0));
                Optional<Document> passed = filters.pass(document, filters.size(), counts);
                if (passed.isPresent()) {
                    String id = document.id();
                    (chosenSplit.subset(id) == Subset.VALIDATION ? validation : train).write(passed.get());
                    if (chosenSplit.rank(id) < firstRank[0]) {
                        firstRank[0] = chosenSplit.rank(id);
                        firstId[0] = id;
                    }
                }
            });
            trainSize = train.size();
            validationSize = validation.size();
        }
        SplitResult result = new SplitResult(
                split.id(),
                chosenSplit,
                read[0],
                trainSize,
                validationSize,
                FilterChain.funnel(counts),
                firstId[0],
                firstRank[0],
                SplitResult.fileBytes(folder, index));
        result.write(folder, index);
        return result;
    }

    @FunctionalInterface
    private interface Visitor {

        void visit(Document document) throws IOException;
    }

    private void eachDocument(InputSplit split, StepContext context, String whenStopped, Visitor visitor)
            throws IOException {
        String place = "split '" + split.id() + "'";
        try (Stream<Document> documents = source.read(split, BadRecords.FAIL)) {
            for (Iterator<Document> rest = documents.iterator(); rest.hasNext(); ) {
                if (context.stopRequested()) {
                    throw new StopException(whenStopped);
                }
                Document document = rest.next();
                place = String.format(
                        Locale.ROOT,
                        "document '%s' (%,.1f million characters)",
                        document.id(),
                        document.text().length() / 1e6);
                visitor.visit(document);
            }
        } catch (OutOfMemoryError | StackOverflowError | ResourceExhausted e) {
            throw ResourceExhausted.during(place, e);
        }
    }

    private boolean isLopsided(List<SplitResult> results) {
        long kept = kept(results);
        long validation = results.stream()
                .mapToLong(result -> result.validation().documents())
                .sum();
        boolean noValidation = validationSplit.fraction() > 0 && validation == 0 && kept > 1;
        boolean noTraining = validation == kept && kept > 0;
        return noValidation || noTraining;
    }

    private static long kept(List<SplitResult> results) {
        return results.stream()
                .mapToLong(result ->
                        result.train().documents() + result.validation().documents())
                .sum();
    }

    private static String nearest(List<SplitResult> results) {
        return results.stream()
                .min(Comparator.comparingDouble(SplitResult::firstRank))
                .orElseThrow()
                .firstId();
    }

    private Map<String, Double> assemble(
            List<SplitResult> results, List<Skipped> skipped, Path output, StepContext context) throws IOException {
        List<FunnelCount> counts = filters.counts();
        CorpusSize read = CorpusSize.NOTHING;
        CorpusSize train = CorpusSize.NOTHING;
        CorpusSize validation = CorpusSize.NOTHING;
        for (SplitResult result : results) {
            read = read.plus(result.read());
            train = train.plus(result.train());
            validation = validation.plus(result.validation());
            for (int i = 0; i < counts.size(); i++) {
                counts.get(i).add(result.funnel().stages().get(i));
            }
        }
        Funnel funnel = FilterChain.funnel(counts);
        if (train.documents() == 0) {
            throw new UserError(nothingLeft(context.step(), read, funnel));
        }
        concatenate(results, Subset.TRAIN, output, context.workspace());
        concatenate(results, Subset.VALIDATION, output, context.workspace());
        AtomicFiles.write(output.resolve(StoredCorpus.FUNNEL), Json.pretty(funnel.withSkipped(skipped)));
        Map<String, Double> metrics = new LinkedHashMap<>();
        if (!skipped.isEmpty()) {
            metrics.put("filesSkipped", (double) skipped.size());
        }
        metrics.put("documentsIn", (double) read.documents());
        metrics.put("wordsIn", (double) read.words());
        metrics.put("documentsOut", (double) (train.documents() + validation.documents()));
        metrics.put("wordsOut", (double) (train.words() + validation.words()));
        metrics.putAll(StoredCorpus.metrics(Subset.TRAIN, train));
        metrics.putAll(StoredCorpus.metrics(Subset.VALIDATION, validation));
        return metrics;
    }

    private static String nothingLeft(String step, CorpusSize read, Funnel funnel) {
        if (read.documents() == 0) {
            return "[" + step + "] the source gave no document at all; look at the step's path and patterns";
        }
        String dropped = funnel.stages().stream()
                .filter(stage -> !stage.dropped().isEmpty())
                .map(CorpusExecutor::droppedBy)
                .collect(Collectors.joining(", "));
        return "[" + step + "] no document is left of the " + read.documents() + " that were read: " + dropped
                + "; loosen a filter's options, or take it out of the step's 'filters'";
    }

    private static String droppedBy(Funnel.Stage stage) {
        String reasons = stage.dropped().entrySet().stream()
                .map(reason -> reason.getValue() + " " + reason.getKey())
                .collect(Collectors.joining(", "));
        return "filter '" + stage.filter() + "' dropped " + (stage.documentsIn() - stage.documentsOut()) + " ("
                + reasons + "; for example " + stage.examples().get(0) + ")";
    }

    private void concatenate(List<SplitResult> results, Subset subset, Path output, Path workspace) throws IOException {
        int shard = 0;
        int next = 0;
        while (next < results.size()) {
            Path file = output.resolve(StoredCorpus.shardFile(subset, shard));
            long documents = 0;
            long text = 0;
            try (OutputStream out = Files.newOutputStream(file)) {
                while (next < results.size() && text < shardBytes) {
                    SplitResult result = results.get(next);
                    CorpusSize size = subset == Subset.TRAIN ? result.train() : result.validation();
                    if (size.documents() > 0) {
                        Files.copy(
                                subset == Subset.TRAIN
                                        ? SplitResult.trainFile(workspace, next)
                                        : SplitResult.validationFile(workspace, next),
                                out);
                        documents += size.documents();
                        text += size.bytes();
                    }
                    next++;
                }
            }
            if (documents == 0) {
                Files.delete(file);
            } else {
                shard++;
            }
        }
    }
}
