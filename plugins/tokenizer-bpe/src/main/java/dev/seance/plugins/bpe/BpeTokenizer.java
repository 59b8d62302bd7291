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
        summary = "Byte-level byte-pair encoding, as GPT and Llama have it; kept as a Hugging Face tokenizer.json.",
        options = BpeOptions.class,
        inputs = @Input(kind = ArtifactKind.CORPUS))
public final class BpeTokenizer implements Tokenizer {

    /** Counting that took less is done again sooner than it is read back. */
    private static final Duration WORTH_KEEPING = Duration.ofSeconds(10);

    /** How many merges the progress hears of at once: they come faster than anybody reads. */
    private static final int TOLD_AT_ONCE = 64;

    private final BpeOptions options;
    private final int threads;
    private final Duration worthKeeping;

    @Inject
    public BpeTokenizer(BpeOptions options, Environment environment) {
        this(options, environment.threads(), WORTH_KEEPING);
    }

    /** For tests: keeps counts that took longer than a time of the test's choice. */
    BpeTokenizer(BpeOptions options, int threads, Duration worthKeeping) {
        this.options = options;
        this.threads = threads;
        this.worthKeeping = worthKeeping;
    }

    @Override
    public int vocabularySize() {
        return options.size();
    }

    @Override
    public Vocabulary train(Corpus corpus, StepContext context) throws IOException {
        try {
            return learn(corpus, context);
        } catch (OutOfMemoryError e) {
            throw new UserError(
                    String.format(
                            Locale.ROOT,
                            "the different pieces of corpus '%s' need more than the %,d MB that Java may use; give it more"
                                    + " with SEANCE_JAVA_OPTS=-Xmx8g, or set most-pieces so that the rarest are left out",
                            corpus.name(),
                            Runtime.getRuntime().maxMemory() >> 20),
                    e);
        }
    }

    private Vocabulary learn(Corpus corpus, StepContext context) throws IOException {
        SplitPattern.InputSplit split = options.splitting();
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
        context.progress().begin("learning merges", options.merges(), "merges");
        MergeTrainer.Result result =
                MergeTrainer.train(pieces, options.byteOrder(), options.merges(), options.minimumFrequency(), made -> {
                    if (context.stopRequested()) {
                        throw new StopException("the vocabulary's training begins again");
                    }
                    if (made % TOLD_AT_ONCE == 0) {
                        context.progress().advance(TOLD_AT_ONCE);
                    }
                });
        context.progress().advance(result.merges().size() % TOLD_AT_ONCE);
        if (result.merges().size() < options.merges()) {
            throw tooLittleText(
                    corpus, options.specials().size() + result.merges().symbols());
        }
        report(pieces, context);
        context.metrics().summarise("vocabularySize", options.size());
        context.metrics().summarise("distinctPieces", pieces.distinct());
        context.metrics().summarise("bytesPerToken", (double) result.bytes() / result.symbols());
        TokenIds ids =
                TokenIds.afterSpecials(options.specials(), result.merges().symbols());
        return new BpeVocabulary(BpeModel.of(split, result.merges(), ids));
    }

    /** Says what the bound of pieces left out. */
    private void report(PieceTotals pieces, StepContext context) {
        PieceTotals.LeftOut leftOut = pieces.leftOut();
        if (options.mostPieces() == 0) {
            return;
        }
        double share = (double) leftOut.bytes() / (pieces.bytes() + leftOut.bytes());
        context.metrics().summarise("leftOutShare", share);
        if (leftOut.pieces() > 0) {
            context.progress()
                    .note(String.format(
                            Locale.ROOT,
                            "kept the %,d different pieces that occur %,d times or more (most-pieces: %,d); the rarer ones,"
                                    + " %.2f %% of the text, were left out",
                            pieces.distinct(),
                            leftOut.least(),
                            options.mostPieces(),
                            100 * share));
        }
    }

    private PieceTotals count(Corpus corpus, SplitPattern.InputSplit split, StepContext context) throws IOException {
        CorpusSize size = corpus.size(Subset.TRAIN);
        CountedPieces kept = new CountedPieces(
                context.workspace().resolve("counted-pieces"),
                String.join(
                        "\n",
                        corpus.name(),
                        size.toString(),
                        split.regex(),
                        options.specials().toString()));
        Optional<PieceTotals> before = kept.read();
        if (before.isPresent()) {
            context.progress().note("the text was counted before this run began");
            return before.get();
        }
        long start = System.nanoTime();
        PieceTotals pieces = new CorpusCounter(corpus, split.scanner(), options.specials(), threads, context)
                .count(options.mostPieces() == 0 ? Long.MAX_VALUE : options.mostPieces());
        if (System.nanoTime() - start >= worthKeeping.toNanos()) {
            Files.createDirectories(context.workspace());
            kept.write(pieces);
        }
        return pieces;
    }

    @Override
    public Vocabulary load(Path folder) throws IOException {
        return new BpeVocabulary(TokenizerFile.read(folder));
    }

    private UserError tooLittleText(Corpus corpus, int most) {
        String rare = options.minimumFrequency() > 1
                ? String.format(
                        Locale.ROOT, " when pairs must occur %,d times (minimum-frequency)", options.minimumFrequency())
                : "";
        return new UserError(String.format(
                Locale.ROOT,
                "asked for a vocabulary of %,d tokens, but the text of corpus '%s' gives at most %,d%s; set size to %d or"
                        + " less, or use more text",
                options.size(),
                corpus.name(),
                most,
                rare,
                most));
    }
}
