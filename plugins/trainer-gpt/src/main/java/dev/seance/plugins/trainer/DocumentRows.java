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
 * A corpus cut and packed into rows of C tokens to learn from, C the context.
 *
 * <p>Every row begins with the document marker, as every text does when the model writes. A document of n tokens fills
 * floor(n / C) rows by itself, each the next C of its tokens behind a marker; what is left, less than a row, is packed
 * with what is left of others, best fit first. So no text runs on from one row into the next unless it filled the first
 * one wholly, every token of the corpus is a target once an epoch, and what remains of a packed row is padding, which
 * nothing is learnt from. The marker is learnt where a document ends within a row: that is how a model stops.
 *
 * <p>nanochat (dataloader.py, March 2026) packs by best fit too, but fills up what remains of a row with the beginning of
 * a document that does not fit, and drops its end: no padding, and by its own account 35 % of the tokens of web pages
 * never seen at 2048. A book is a hundred rows long. Cut like that it would give its first row and lose the other
 * ninety-nine. Here the price is paid in padding instead, and only by packed rows: for 28,000 books of 80,000 tokens one
 * row in a hundred, of which 1 % is padding, 0.01 % in all; for pages of 700 tokens 0.7 % in all (the share is a figure
 * of the run). The older way, one stream of all documents
 * cut every C tokens, pads nothing, but half its rows begin with the tail of one text before another begins, and the
 * reader of the second has to learn to forget the first.
 *
 * <p>What a row does not know is what came before it in its book.
 *
 * <p>Rows are drawn in a shuffled order over all shards, so that the rows of a batch come from many books; which rests
 * share a row is drawn as well. Both follow from the seed. In memory are four bytes a row and eight a document: the place
 * of a whole row is found by looking up its document. Safe for several threads.
 */
final class DocumentRows implements Rows {

    private final EncodedCorpus corpus;
    private final int context;
    private final int marker;
    private final int pad;

    /** The first whole row of each document, and after them the number of all. */
    private final int[] wholeRows;

    /** The packed rows: documents whose last tokens share one. They are numbered after the whole ones. */
    private final Bins packed;

    private final int[] order;

    DocumentRows(EncodedCorpus corpus, int context, Vocabulary vocabulary, long seed) {
        this.corpus = corpus;
        this.context = context;
        this.marker = vocabulary.id(SpecialToken.DOCUMENT);
        this.pad = vocabulary.id(SpecialToken.PAD);
        this.wholeRows = new int[corpus.documents() + 1];
        for (int document = 0; document < corpus.documents(); document++) {
            wholeRows[document + 1] = Math.addExact(wholeRows[document], textLength(document) / context);
        }
        int[] rests = IntStream.range(0, corpus.documents())
                .filter(document -> rest(document) > 0)
                .toArray();
        Shuffle.shuffle(rests, Shuffle.seed(seed, "documents", 0));
        // A rest has its marker in front, and a row of C inputs and C targets is made of C + 1 tokens.
        this.packed = BestFit.pack(rests, document -> rest(document) + 1, context + 1);
        int count = Math.addExact(wholeRows[corpus.documents()], packed.count());
        this.order = Shuffle.permutation(count, Shuffle.seed(seed, "rows", 0));
    }

    /** Tokens of a document without its marker. */
    private int textLength(int document) {
        return corpus.length(document) - 1;
    }

    private int rest(int document) {
        return textLength(document) % context;
    }

    @Override
    public int count() {
        return order.length;
    }

    /** The share of all inputs that is padding. */
    double padding() {
        long used = (long) wholeRows[corpus.documents()] * context;
        for (int box = 0; box < packed.count(); box++) {
            int tokens = 0;
            for (int i = 0; i < packed.size(box); i++) {
                tokens += rest(packed.item(box, i)) + 1;
            }
            used += Math.min(tokens, context);
        }
        return 1 - (double) used / ((long) count() * context);
    }

    /** What they are made of, for people. */
    String inWords() {
        return String.format(
                Locale.ROOT,
                "%,d documents, %,d tokens, make %,d rows of %,d, of which %,d are packed; %.2f %% is padding",
                corpus.documents(),
                corpus.tokens(),
                count(),
                context,
                packed.count(),
                100 * padding());
    }

    @Override
    public int fill(int row, int[] inputs, int[] targets, int at) {
        int whole = order[row];
        int box = whole - wholeRows[corpus.documents()];
        if (box >= 0) {
            return fillPacked(box, inputs, targets, at);
        }
        int document = documentOf(whole);
        corpus.read(document, 1 + (whole - wholeRows[document]) * context, context, targets, at);
        inputs[at] = marker;
        System.arraycopy(targets, at, inputs, at + 1, context - 1);
        return context;
    }

    private int fillPacked(int box, int[] inputs, int[] targets, int at) {
        int done = 0;
        for (int i = 0; i < packed.size(box); i++) {
            int document = packed.item(box, i);
            int rest = rest(document);
            corpus.read(document, corpus.length(document) - rest, rest, targets, at + done);
            inputs[at + done] = marker;
            System.arraycopy(targets, at + done, inputs, at + done + 1, Math.min(rest, context - done - 1));
            done += rest + 1;
            if (done <= context) {
                targets[at + done - 1] = marker;
            }
        }
        if (done < context) {
            Arrays.fill(inputs, at + done, at + context, pad);
            Arrays.fill(targets, at + done, at + context, TokenBatch.IGNORED);
        }
        return Math.min(done, context);
    }

    /** The document of a whole row: the last one of those that begin at it or before, for others have no whole rows. */
    private int documentOf(int whole) {
        int low = 0;
        int high = corpus.documents();
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (wholeRows[middle] <= whole) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    @Override
    public Set<String> sources(int row) {
        Set<String> ids = new LinkedHashSet<>();
        int whole = order[row];
        int box = whole - wholeRows[corpus.documents()];
        try {
            if (box < 0) {
                ids.add(corpus.id(documentOf(whole)));
            }
            for (int i = 0; box >= 0 && i < packed.size(box); i++) {
                ids.add(corpus.id(packed.item(box, i)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ids;
    }
}
