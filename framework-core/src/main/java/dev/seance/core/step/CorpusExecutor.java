// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.step;

import dev.seance.api.corpus.CorpusFilter;
import dev.seance.api.corpus.CorpusSource;
import dev.seance.api.corpus.InputSplit;
import dev.seance.api.corpus.Skipped;
import dev.seance.api.run.StepContext;
import dev.seance.api.run.UserError;
import dev.seance.core.step.StepResources.NamedFilter;
import dev.seance.kit.stage.CorpusStage;
import dev.seance.kit.stage.ExtensionRef;
import dev.seance.kit.stage.FilterRef;
import dev.seance.kit.stage.ValidationSplit;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Makes a corpus: reads the splits, lets the filters judge, splits documents into training and validation, writes shards.
 *
 * <p>Every pass handles one split at a time per thread and holds one document, so memory does not grow with the corpus;
 * the source is read once. In the last pass each split becomes small files of compressed frames; shards are those frames
 * laid end to end in the splits' order, which is why one thread and sixteen give the same bytes.
 */
final class CorpusExecutor implements StepExecutor {

    /** A shard with that much text, or more, is full. */
    private static final long SHARD_BYTES = 32L << 20;

    private final CorpusSource source;
    private final ExtensionRef sourceRef;
    private final List<NamedFilter> filters;
    private final CorpusRules rules;
    private final ValidationSplit validationSplit;
    private final Optional<String> plannedRevision;
    private final StageRunner runner;
    private final long shardBytes;

    CorpusExecutor(
            CorpusSource source,
            ExtensionRef sourceRef,
            List<NamedFilter> filters,
            CorpusRules rules,
            long seed,
            Optional<String> plannedRevision,
            StageRunner runner) {
        this(source, sourceRef, filters, rules, seed, plannedRevision, runner, SHARD_BYTES);
    }

    /**
     * @param plannedRevision what the step's key says of the data
     * @param shardBytes a shard with that much text, or more, is full
     */
    CorpusExecutor(
            CorpusSource source,
            ExtensionRef sourceRef,
            List<NamedFilter> filters,
            CorpusRules rules,
            long seed,
            Optional<String> plannedRevision,
            StageRunner runner,
            long shardBytes) {
        this.source = source;
        this.sourceRef = sourceRef;
        this.filters = List.copyOf(filters);
        this.rules = rules;
        this.validationSplit = new ValidationSplit(rules.validationFraction(), seed, "");
        this.plannedRevision = plannedRevision;
        this.runner = runner;
        this.shardBytes = shardBytes;
    }

    @Override
    public Map<String, Double> make(Path output, StepContext context) throws IOException {
        String revision = source.revision();
        if (plannedRevision.isPresent() && !plannedRevision.get().equals(revision)) {
            throw new UserError("[" + context.step() + "] the source's data changed since the run was planned; run the"
                    + " same command again");
        }
        List<InputSplit> splits = source.splits();
        List<Skipped> skipped = new ArrayList<>(source.skipped());
        if (!skipped.isEmpty()) {
            context.progress().note("not read: " + Skipped.inWords(skipped));
        }
        PassExecution execution = new PassExecution(source, filters, splits, this::stage, runner, context);
        CorpusAssembly assembly = new CorpusAssembly(context, filters, shardBytes);
        List<SplitResult> last = List.of();
        for (CorpusPass pass : CorpusPass.of(instances())) {
            List<SplitResult> results = execution.run(pass, pass.last() ? validationSplit : null);
            if (pass.readsSource()) {
                skipped.addAll(bad(results, context));
            }
            if (pass.last() && isLopsided(results)) {
                // Chance left one subset of a small corpus empty: exactly one document is for validation, the first in
                // order.
                results = execution.run(pass, validationSplit.only(kept(results) > 1 ? nearest(results) : ""));
            }
            assembly.add(pass, results);
            last = results;
        }
        if (!source.revision().equals(revision)) {
            throw new UserError("[" + context.step() + "] the source's data changed while they were read; run the same"
                    + " command again when nothing writes to them any more");
        }
        return assembly.write(last, skipped, output);
    }

    private List<CorpusFilter> instances() {
        return filters.stream().map(NamedFilter::filter).toList();
    }

    private CorpusStage stage(
            CorpusPass pass,
            boolean fromSource,
            List<Integer> surveys,
            Map<Integer, Serializable> summaries,
            ValidationSplit split) {
        return new CorpusStage(
                sourceRef,
                filters.stream()
                        .map(filter -> new FilterRef(filter.name(), filter.ref()))
                        .toList(),
                pass.from(),
                pass.to(),
                fromSource,
                surveys,
                summaries,
                rules.skipBad(),
                fromSource && pass.leavesDocuments(),
                split);
    }

    /** What the source could not read; too much of it is another fault than a few damaged files. */
    private List<Skipped> bad(List<SplitResult> results, StepContext context) {
        List<Skipped> bad =
                results.stream().flatMap(result -> result.bad().stream()).toList();
        if (bad.isEmpty()) {
            return bad;
        }
        long read = results.stream()
                .mapToLong(result ->
                        Math.max(result.read().documents(), result.read().pages()))
                .sum();
        double fraction = (double) bad.size() / (bad.size() + read);
        if (fraction > rules.maxBad()) {
            throw new UserError(String.format(
                    Locale.ROOT,
                    "[%s] %,d of %,d records of the source cannot be read, %.3g, and 'max-bad' is %s: %s; correct the"
                            + " data or the source's options, or raise 'max-bad'",
                    context.step(),
                    bad.size(),
                    bad.size() + read,
                    fraction,
                    rules.maxBad(),
                    Skipped.inWords(bad)));
        }
        context.progress().note("bad records left out: " + Skipped.inWords(bad));
        return bad;
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
                .first();
    }
}
