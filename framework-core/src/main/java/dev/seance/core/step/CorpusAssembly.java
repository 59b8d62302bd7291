// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.step;

import dev.seance.api.corpus.CorpusSize;
import dev.seance.api.corpus.Funnel;
import dev.seance.api.corpus.Skipped;
import dev.seance.api.corpus.Subset;
import dev.seance.api.run.StepContext;
import dev.seance.api.run.UserError;
import dev.seance.core.step.StepResources.NamedFilter;
import dev.seance.core.store.AtomicFiles;
import dev.seance.core.store.Json;
import dev.seance.core.store.StoredCorpus;
import dev.seance.kit.stage.FunnelCount;
import dev.seance.kit.stage.StagePart;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Puts a corpus together from what the passes made of the splits. */
final class CorpusAssembly {

    private final StepContext context;
    private final long shardBytes;
    private final List<FunnelCount> counts = new ArrayList<>();
    private final List<CorpusPass> written = new ArrayList<>();
    private CorpusSize read = CorpusSize.NOTHING;
    private int splits;

    CorpusAssembly(StepContext context, List<NamedFilter> filters, long shardBytes) {
        this.context = context;
        this.shardBytes = shardBytes;
        filters.forEach(filter -> counts.add(new FunnelCount(filter.name())));
    }

    /** Adds what a pass made of all splits. */
    void add(CorpusPass pass, List<SplitResult> results) {
        if (results.isEmpty()) {
            return;
        }
        written.add(pass);
        splits = results.size();
        for (SplitResult result : results) {
            if (pass.readsSource()) {
                read = read.plus(result.read());
            }
            for (int i = pass.from(); i < pass.to(); i++) {
                counts.get(i).add(result.funnel().stages().get(i - pass.from()));
            }
        }
    }

    /**
     * Writes shards, funnel and verdicts.
     *
     * @param results those of the last pass
     * @param skipped what was not read
     * @return the step's metrics
     */
    Map<String, Double> write(List<SplitResult> results, List<Skipped> skipped, Path output) throws IOException {
        Path workspace = context.workspace();
        CorpusSize train = CorpusSize.NOTHING;
        CorpusSize validation = CorpusSize.NOTHING;
        for (SplitResult result : results) {
            train = train.plus(result.train());
            validation = validation.plus(result.validation());
        }
        Funnel funnel = Funnel.of(counts.stream().map(FunnelCount::stage).toList());
        if (train.documents() == 0) {
            throw new UserError(nothingLeft(funnel));
        }
        show(funnel);
        shards(results, Subset.TRAIN, output, workspace);
        shards(results, Subset.VALIDATION, output, workspace);
        verdicts(output, workspace);
        AtomicFiles.write(output.resolve(StoredCorpus.FUNNEL), Json.pretty(funnel.withSkipped(skipped)));
        Map<String, Double> metrics = new LinkedHashMap<>();
        if (!skipped.isEmpty()) {
            metrics.put("filesSkipped", (double) skipped.size());
        }
        CorpusSize out = train.plus(validation);
        metrics.put("documentsIn", (double) read.documents());
        if (read.pages() > 0) {
            metrics.put("pagesIn", (double) read.pages());
        }
        metrics.put("wordsIn", (double) read.words());
        metrics.put("bytesIn", (double) read.bytes());
        metrics.put("documentsOut", (double) out.documents());
        metrics.put("wordsOut", (double) out.words());
        metrics.put("bytesOut", (double) out.bytes());
        metrics.putAll(StoredCorpus.metrics(Subset.TRAIN, train));
        metrics.putAll(StoredCorpus.metrics(Subset.VALIDATION, validation));
        return metrics;
    }

    /** The funnel on the screen, and as a curve over the filters in the run's metrics. */
    private void show(Funnel funnel) {
        int place = 0;
        for (Funnel.Stage stage : funnel.stages()) {
            CorpusSize in = stage.in();
            CorpusSize out = stage.out();
            Map<String, Double> point = new LinkedHashMap<>();
            point.put("documentsIn", (double) in.documents());
            point.put("documentsOut", (double) out.documents());
            point.put("pagesIn", (double) in.pages());
            point.put("pagesOut", (double) out.pages());
            point.put("wordsIn", (double) in.words());
            point.put("wordsOut", (double) out.words());
            point.put("bytesIn", (double) in.bytes());
            point.put("bytesOut", (double) out.bytes());
            context.metrics().record(place++, point);
            context.progress()
                    .note(String.format(
                            Locale.ROOT,
                            "%s: %,d -> %,d documents, %,d -> %,d words%s%s",
                            stage.filter(),
                            in.documents(),
                            out.documents(),
                            in.words(),
                            out.words(),
                            reasons("dropped", stage.dropped()),
                            reasons("changed", stage.changed())));
        }
    }

    private static String reasons(String verb, Map<String, Long> reasons) {
        return reasons.entrySet().stream()
                .map(reason -> String.format(Locale.ROOT, "; %,d %s: %s", reason.getValue(), verb, reason.getKey()))
                .collect(Collectors.joining());
    }

    private String nothingLeft(Funnel funnel) {
        if (read.documents() == 0) {
            return "[" + context.step() + "] the source gave no document at all; look at the step's path and patterns";
        }
        String dropped = funnel.stages().stream()
                .filter(stage -> !stage.dropped().isEmpty())
                .map(CorpusAssembly::droppedBy)
                .collect(Collectors.joining(", "));
        return "[" + context.step() + "] no document is left of the " + read.documents() + " that were read: " + dropped
                + "; loosen a filter's options, or take it out of the step's 'filters'";
    }

    private static String droppedBy(Funnel.Stage stage) {
        String reasons = stage.dropped().entrySet().stream()
                .map(reason -> reason.getValue() + " " + reason.getKey())
                .collect(Collectors.joining(", "));
        return "filter '" + stage.filter() + "' dropped "
                + (stage.in().documents() - stage.out().documents()) + " (" + reasons + "; for example "
                + stage.examples().get(0) + ")";
    }

    private void shards(List<SplitResult> results, Subset subset, Path output, Path workspace) throws IOException {
        CorpusPass last = written.get(written.size() - 1);
        StagePart part = subset == Subset.TRAIN ? StagePart.TRAIN : StagePart.VALIDATION;
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
                        Files.copy(new SplitFiles(workspace, next, last.number()).file(part), out);
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

    /** Split by split, what each pass changed and dropped of it. */
    private void verdicts(Path output, Path workspace) throws IOException {
        try (OutputStream out = Files.newOutputStream(output.resolve(StoredCorpus.VERDICTS))) {
            for (int split = 0; split < splits; split++) {
                for (CorpusPass pass : written) {
                    Files.copy(new SplitFiles(workspace, split, pass.number()).file(StagePart.VERDICTS), out);
                }
            }
        }
    }
}
