// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe;

import dev.seance.api.corpus.Corpus;
import dev.seance.api.corpus.CorpusSize;
import dev.seance.api.corpus.Subset;
import dev.seance.api.plugin.ExtensionSpec;
import dev.seance.api.plugin.Input;
import dev.seance.api.run.ArtifactKind;
import dev.seance.api.run.Environment;
import dev.seance.api.run.StepContext;
import dev.seance.api.run.StopException;
import dev.seance.api.run.UserError;
import dev.seance.api.tokenizer.Tokenizer;
import dev.seance.api.tokenizer.Vocabulary;
import dev.seance.plugins.bpe.file.TokenizerFile;
import dev.seance.plugins.bpe.model.BpeModel;
import dev.seance.plugins.bpe.model.TokenIds;
import dev.seance.plugins.bpe.split.SplitPattern;
import dev.seance.plugins.bpe.training.CorpusCounter;
import dev.seance.plugins.bpe.training.CountedPieces;
import dev.seance.plugins.bpe.training.MergeTrainer;
import dev.seance.plugins.bpe.training.PieceTotals;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.pf4j.Extension;

/** Byte-level byte-pair encoding. */
@Extension
@ExtensionSpec(
        name = "bpe",
        summary = "Byte-level byte-pair encoding, as GPT and Llama have it; saved as a Hugging Face tokenizer.json.",
        options = BpeOptions.class,
        inputs = @Input(kind = ArtifactKind.CORPUS))
public final class BpeTokenizer implements Tokenizer {

    /** Counting that took less is done again sooner than it is read back. */
    private static final Duration WORTH_SAVING = Duration.ofSeconds(10);

    /** How many merges are reported at once: they come faster than anybody reads. */
    private static final int REPORT_EVERY = 64;

    private final BpeOptions options;
    private final int threads;
    private final Duration worthSaving;

    @Inject
    public BpeTokenizer(BpeOptions options, Environment environment) {
        this(options, environment.threads(), WORTH_SAVING);
    }

    /** For tests: keeps counts that took longer than a time of the test's choice. */
    BpeTokenizer(BpeOptions options, int threads, Duration worthSaving) {
        this.options = options;
        this.threads = threads;
        this.worthSaving = worthSaving;
    }

    @Override
    public int vocabularySize() {
        return options.load().map(BpeTokenizer::sizeOf).orElse(options.size());
    }

    @Override
    public Optional<Path> existing() {
        return options.load();
    }

    private static int sizeOf(Path folder) {
        try {
            return TokenizerFile.read(folder).ids().size();
        } catch (IOException e) {
            throw new UserError("the vocabulary in " + folder + " cannot be read: " + e, e);
        }
    }

    @Override
    public Vocabulary train(Corpus corpus, StepContext context) throws IOException {
        if (options.load().isPresent()) {
            throw new UserError("load names a vocabulary that exists, and there is nothing to train; leave load out");
        }
        try {
            return trainMerges(corpus, context);
        } catch (OutOfMemoryError e) {
            throw new UserError(
                    String.format(
                            Locale.ROOT,
                            "the distinct pieces of corpus '%s' need more than the %,d MB that Java may use; give it more"
                                    + " with SEANCE_JAVA_OPTS=-Xmx8g, or set max-pieces so that the rarest are left out",
                            corpus.name(),
                            Runtime.getRuntime().maxMemory() >> 20),
                    e);
        }
    }

    private Vocabulary trainMerges(Corpus corpus, StepContext context) throws IOException {
        SplitPattern.PreTokenizer split = options.splitting();
        if (!split.fast()) {
            context.progress()
                    .note(
                            "the split pattern is a regular expression of its own, which cuts text some fifteen times slower"
                                    + " than a pattern with a name");
        }
        PieceTotals pieces = count(corpus, split, context);
        if (pieces.total() == 0) {
            throw new UserError("corpus '" + corpus.name() + "' has no text to train a vocabulary from; see what its"
                    + " filters dropped");
        }
        context.progress().begin("training merges", options.merges(), "merges");
        MergeTrainer.Result result =
                MergeTrainer.train(pieces, options.byteOrder(), options.merges(), options.minFrequency(), made -> {
                    if (context.stopRequested()) {
                        throw new StopException("the vocabulary's training starts over");
                    }
                    if (made % REPORT_EVERY == 0) {
                        context.progress().advance(REPORT_EVERY);
                    }
                });
        context.progress().advance(result.merges().size() % REPORT_EVERY);
        if (result.merges().size() < options.merges()) {
            throw tooLittleText(
                    corpus, options.specialTokens().size() + result.merges().symbols());
        }
        report(pieces, context);
        context.metrics().summarise("vocabularySize", options.size());
        context.metrics().summarise("distinctPieces", pieces.distinct());
        context.metrics().summarise("bytesPerToken", (double) result.bytes() / result.symbols());
        TokenIds ids =
                TokenIds.afterSpecials(options.specialTokens(), result.merges().symbols());
        return new BpeVocabulary(BpeModel.of(split, result.merges(), ids));
    }

    /** Says what the limit of pieces left out. */
    private void report(PieceTotals pieces, StepContext context) {
        PieceTotals.LeftOut leftOut = pieces.leftOut();
        if (options.maxPieces() == 0) {
            return;
        }
        double share = (double) leftOut.bytes() / (pieces.bytes() + leftOut.bytes());
        context.metrics().summarise("leftOutShare", share);
        if (leftOut.pieces() > 0) {
            context.progress()
                    .note(String.format(
                            Locale.ROOT,
                            "counted the %,d distinct pieces that occur %,d times or more (max-pieces: %,d); the rarer ones,"
                                    + " %.2f %% of the text, were left out",
                            pieces.distinct(),
                            leftOut.minCount(),
                            options.maxPieces(),
                            100 * share));
        }
    }

    private PieceTotals count(Corpus corpus, SplitPattern.PreTokenizer split, StepContext context) throws IOException {
        CorpusSize size = corpus.size(Subset.TRAIN);
        CountedPieces saved = new CountedPieces(
                context.workspace().resolve("counted-pieces"),
                String.join(
                        "\n",
                        corpus.name(),
                        size.toString(),
                        split.regex(),
                        options.specialTokens().toString(),
                        Long.toString(options.maxPieces())));
        Optional<PieceTotals> counted = saved.read();
        if (counted.isPresent()) {
            context.progress().note("the counts of the text are taken from an earlier run");
            return counted.get();
        }
        long start = System.nanoTime();
        PieceTotals pieces = new CorpusCounter(corpus, split.scanner(), options.specialTokens(), threads, context)
                .count(options.maxPieces() == 0 ? Long.MAX_VALUE : options.maxPieces());
        if (System.nanoTime() - start >= worthSaving.toNanos()) {
            Files.createDirectories(context.workspace());
            saved.write(pieces);
        }
        return pieces;
    }

    @Override
    public Vocabulary load(Path folder) throws IOException {
        return new BpeVocabulary(TokenizerFile.read(folder));
    }

    private UserError tooLittleText(Corpus corpus, int max) {
        String rare = options.minFrequency() > 1
                ? String.format(Locale.ROOT, " when pairs must occur %,d times (min-frequency)", options.minFrequency())
                : "";
        return new UserError(String.format(
                Locale.ROOT,
                "asked for a vocabulary of %,d tokens, but the text of corpus '%s' gives at most %,d%s; set size to %d or"
                        + " less, or use more text",
                options.size(),
                corpus.name(),
                max,
                rare,
                max));
    }
}
