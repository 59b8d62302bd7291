// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import dev.seance.api.model.TokenBatch;
import dev.seance.api.tokenizer.SpecialToken;
import dev.seance.api.tokenizer.Vocabulary;
import dev.seance.kit.tokens.EncodedCorpus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A corpus packed into sequences of C tokens, C the context.
 *
 * <p>A document of n tokens fills floor(n / C) sequences by itself, each with the next C of its tokens as targets, or less
 * by its tags, which stand before every stretch of its text, are input alone and never a target. The first begins with the
 * document token, as every text does when the model generates; the others go on from the token before, for no document
 * starts there. The remainder, less than a sequence, is packed with the remainders of other documents, best fit first, each
 * behind a document token, which here parts two texts. So no text continues from one
 * sequence into the next unless it filled the first one wholly, every token of the corpus is a target once an epoch, and
 * the rest of a packed sequence is padding, on which no loss is taken. The document token is a target where a document
 * ends within a sequence: that is how a model learns to stop.
 *
 * <p>nanochat (dataloader.py, March 2026) packs by best fit too, but fills the rest of a sequence with the beginning of
 * a document that does not fit, and drops its end: no padding, and by its own account 35 % of the tokens of web pages
 * never seen at 2048. A book is a hundred sequences long. Cropped like that it would give its first one and lose the
 * other ninety-nine. Here the price is paid in padding instead, and only by packed sequences: for 28,000 books of 80,000
 * tokens one sequence in a hundred, of which 1 % is padding, 0.01 % in all; for pages of 700 tokens 0.7 % in all (the
 * fraction is a metric of the run). One stream of all documents, cut every C tokens, pads nothing, but half its sequences
 * start with the tail of one text before another begins, and the model has to learn to ignore the first while it reads
 * the second.
 *
 * <p>What a sequence does not know is what came before it in its book.
 *
 * <p>Sequences are in a shuffled order over all shards, so that those of a batch come from many books; which remainders
 * share a sequence is random as well. Both follow from the seed. In memory are four bytes a sequence and eight a
 * document: the place of a whole sequence is found by looking up its document. Safe for several threads.
 */
final class PackedDocuments implements SequenceDataset {

    private final EncodedCorpus corpus;
    private final int context;
    private final int documentToken;
    private final int pad;

    /** The first whole sequence of each document, and after them the number of all. */
    private final int[] wholeSequences;

    /** The packed sequences: documents whose remainders share one. They are numbered after the whole ones. */
    private final Bins packed;

    private final int[] order;

    PackedDocuments(EncodedCorpus corpus, int context, Vocabulary vocabulary, long seed) {
        this.corpus = corpus;
        this.context = context;
        this.documentToken = vocabulary.id(SpecialToken.DOCUMENT);
        this.pad = vocabulary.padding();
        this.wholeSequences = new int[corpus.documents() + 1];
        for (int document = 0; document < corpus.documents(); document++) {
            wholeSequences[document + 1] =
                    Math.addExact(wholeSequences[document], textLength(document) / capacity(document));
        }
        int[] remainders = IntStream.range(0, corpus.documents())
                .filter(document -> remainder(document) > 0)
                .toArray();
        Shuffle.shuffle(remainders, Shuffle.seed(seed, "documents", 0));
        // A remainder has its document token in front, and C inputs and C targets are made of C + 1 tokens.
        this.packed = BestFit.pack(
                remainders, document -> 1 + corpus.prefixLength(document) + remainder(document), context + 1);
        int count = Math.addExact(wholeSequences[corpus.documents()], packed.count());
        this.order = Shuffle.permutation(count, Shuffle.seed(seed, "rows", 0));
    }

    /** Tokens of a document without its document token and its tags. */
    private int textLength(int document) {
        return corpus.length(document) - 1 - corpus.prefixLength(document);
    }

    /** How many tokens of a document's text a sequence takes. */
    private int capacity(int document) {
        return context - corpus.prefixLength(document);
    }

    private int remainder(int document) {
        return textLength(document) % capacity(document);
    }

    @Override
    public int count() {
        return order.length;
    }

    /** The fraction of all inputs that is padding. */
    double paddingFraction() {
        long used = (long) wholeSequences[corpus.documents()] * context;
        for (int bin = 0; bin < packed.count(); bin++) {
            int tokens = 0;
            for (int i = 0; i < packed.size(bin); i++) {
                int document = packed.item(bin, i);
                tokens += 1 + corpus.prefixLength(document) + remainder(document);
            }
            used += Math.min(tokens, context);
        }
        return 1 - (double) used / ((long) count() * context);
    }

    /** What they are made of, as a line for people. */
    String inWords() {
        return String.format(
                Locale.ROOT,
                "%,d documents, %,d tokens: %,d sequences of %,d, of which %,d are packed; %.2f %% padding",
                corpus.documents(),
                corpus.tokens(),
                count(),
                context,
                packed.count(),
                100 * paddingFraction());
    }

    @Override
    public int fill(int index, int[] inputs, int[] targets, int at) {
        int whole = order[index];
        int bin = whole - wholeSequences[corpus.documents()];
        if (bin >= 0) {
            return fillPacked(bin, inputs, targets, at);
        }
        int document = documentOf(whole);
        int capacity = capacity(document);
        int from = (whole - wholeSequences[document]) * capacity;
        fillStretch(document, from, capacity, inputs, targets, at, at + context);
        if (from > 0) {
            goOn(document, from, inputs, at);
        }
        return context;
    }

    /**
     * Fills inputs and targets with a stretch of a document's text, behind the document token and the tags.
     *
     * @param from where in the text it begins
     * @param end where the sequence ends; one token less fits into the inputs than into the targets
     */
    private void fillStretch(int document, int from, int length, int[] inputs, int[] targets, int at, int end) {
        int prefix = corpus.prefixLength(document);
        corpus.read(document, 1, prefix, targets, at);
        corpus.read(document, 1 + prefix + from, length, targets, at + prefix);
        inputs[at] = documentToken;
        System.arraycopy(targets, at, inputs, at + 1, Math.min(prefix + length, end - at - 1));
        Arrays.fill(targets, at, at + prefix, TokenBatch.IGNORED);
    }

    /** Turns a sequence that begins like a document into one that goes on from the token before. */
    private void goOn(int document, int from, int[] inputs, int at) {
        int prefix = corpus.prefixLength(document);
        System.arraycopy(inputs, at + 1, inputs, at, prefix);
        corpus.read(document, prefix + from, 1, inputs, at + prefix);
    }

    private int fillPacked(int bin, int[] inputs, int[] targets, int at) {
        int done = 0;
        for (int i = 0; i < packed.size(bin); i++) {
            int document = packed.item(bin, i);
            int remainder = remainder(document);
            int from = textLength(document) - remainder;
            fillStretch(document, from, remainder, inputs, targets, at + done, at + context);
            done += 1 + corpus.prefixLength(document) + remainder;
            if (done <= context) {
                targets[at + done - 1] = documentToken;
            }
        }
        if (done < context) {
            Arrays.fill(inputs, at + done, at + context, pad);
            Arrays.fill(targets, at + done, at + context, TokenBatch.IGNORED);
        }
        return Math.min(done, context);
    }

    /** The document of a whole sequence: the last one of those that start at it or before; others have no whole ones. */
    private int documentOf(int whole) {
        int low = 0;
        int high = corpus.documents();
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (wholeSequences[middle] <= whole) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    @Override
    public Set<String> sources(int index) {
        Set<String> ids = new LinkedHashSet<>();
        int whole = order[index];
        int bin = whole - wholeSequences[corpus.documents()];
        try {
            if (bin < 0) {
                ids.add(corpus.id(documentOf(whole)));
            }
            for (int i = 0; bin >= 0 && i < packed.size(bin); i++) {
                ids.add(corpus.id(packed.item(bin, i)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ids;
    }
}
