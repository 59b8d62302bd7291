// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe;

import dev.seance.api.corpus.Corpus;
import dev.seance.api.corpus.Part;
import dev.seance.api.plugin.Described;
import dev.seance.api.plugin.Takes;
import dev.seance.api.run.ArtifactKind;
import dev.seance.api.run.Environment;
import dev.seance.api.run.StepContext;
import dev.seance.api.run.Stopped;
import dev.seance.api.run.UserError;
import dev.seance.api.tokenizer.Tokenizer;
import dev.seance.api.tokenizer.Vocabulary;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.pf4j.Extension;

/** Byte-level byte-pair encoding. */
@Extension
@Described(
        name = "bpe",
        summary = "Byte-level byte-pair encoding, as GPT and Llama have it; kept as a Hugging Face tokenizer.json.",
        options = BpeOptions.class,
        takes = @Takes(kind = ArtifactKind.CORPUS))
public final class BpeTokenizer implements Tokenizer {

    private final BpeOptions options;
    private final int threads;

    @Inject
    public BpeTokenizer(BpeOptions options, Environment environment) {
        this.options = options;
        this.threads = environment.threads();
    }

    @Override
    public int vocabularySize() {
        return options.size();
    }

    @Override
    public Vocabulary train(Corpus corpus, StepContext context) throws IOException {
        SplitPattern.Split split = new SplitPattern.Split(options.split(), options.digits());
        PieceTotals pieces = count(corpus, split, context);
        if (pieces.total() == 0) {
            throw new UserError("corpus '" + corpus.name() + "' has no text to train a vocabulary from; see what its"
                    + " filters dropped");
        }
        context.progress().begin("learning merges", options.merges(), "merges");
        MergeTrainer.Result result =
                MergeTrainer.train(pieces, options.byteOrder(), options.merges(), options.minimumFrequency(), made -> {
                    context.progress().advance(1);
                    stopIfAsked(context);
                });
        if (result.merges().size() < options.merges()) {
            throw tooLittleText(
                    corpus, options.specials().size() + result.merges().symbols());
        }
        context.metrics().summarise("vocabularySize", options.size());
        context.metrics().summarise("distinctPieces", pieces.distinct());
        context.metrics().summarise("bytesPerToken", (double) result.bytes() / result.symbols());
        TokenIds ids =
                TokenIds.afterSpecials(options.specials(), result.merges().symbols());
        return new BpeVocabulary(split, result.merges(), ids);
    }

    private PieceTotals count(Corpus corpus, SplitPattern.Split split, StepContext context) throws IOException {
        context.progress().begin("counting pieces", corpus.size(Part.TRAINING).bytes(), "bytes");
        return new CorpusCounter(corpus, split.scanner(), options.specials(), threads, context).count();
    }

    @Override
    public Vocabulary load(Path folder) throws IOException {
        return TokenizerFile.read(folder);
    }

    static void stopIfAsked(StepContext context) {
        if (context.stopRequested()) {
            throw new Stopped("the vocabulary's training begins again");
        }
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
