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
import java.util.Set;

/**
 * Documents laid out to be measured on: every token of every document is a target once, in a row of its own document
 * alone, behind as much of it as is affordable.
 *
 * <p>A document longer than the context C is read through a window of C tokens that moves by half of itself. The first
 * window scores all it has, every other one its second half, so a token is predicted from at least C/2 tokens before it,
 * or from the beginning of its document. Windows that only touch would be half the work, but score a token from C/2
 * before it on average and from none at worst, and call that the model's fault; a window that moves by one would be C
 * times the work. The last window of a document is moved back until it is full. Each begins with the marker, as the rows
 * that were learnt do. Markers are no targets.
 *
 * <p>The order follows from a seed, so the first rows are a fair sample. Safe for several threads.
 */
final class ValidationRows implements Rows {

    private final EncodedCorpus corpus;
    private final int context;
    private final int stride;
    private final int marker;
    private final int pad;

    /** The first row of each document, and after them the number of all. */
    private final int[] firstRows;

    private final int[] order;

    ValidationRows(EncodedCorpus corpus, int context, Vocabulary vocabulary, long seed) {
        this.corpus = corpus;
        this.context = context;
        this.stride = context - context / 2;
        this.marker = vocabulary.id(SpecialToken.DOCUMENT);
        this.pad = vocabulary.id(SpecialToken.PAD);
        this.firstRows = new int[corpus.documents() + 1];
        for (int document = 0; document < corpus.documents(); document++) {
            int beyond = Math.max(0, textLength(document) - context);
            firstRows[document + 1] = Math.addExact(firstRows[document], 1 + (beyond + stride - 1) / stride);
        }
        this.order = Shuffle.permutation(firstRows[corpus.documents()], Shuffle.seed(seed, "rows", 0));
    }

    private int textLength(int document) {
        return corpus.length(document) - 1;
    }

    @Override
    public int count() {
        return order.length;
    }

    @Override
    public int fill(int row, int[] inputs, int[] targets, int at) {
        int document = documentOf(order[row]);
        int window = order[row] - firstRows[document];
        int end = Math.min(textLength(document), context + window * stride);
        int begin = Math.max(0, end - context);
        int count = end - begin;
        corpus.read(document, 1 + begin, count, targets, at);
        inputs[at] = marker;
        System.arraycopy(targets, at, inputs, at + 1, Math.min(count, context - 1));
        int scored = window == 0 ? 0 : context + (window - 1) * stride;
        Arrays.fill(targets, at, at + Math.max(0, scored - begin), TokenBatch.IGNORED);
        Arrays.fill(targets, at + count, at + context, TokenBatch.IGNORED);
        int used = Math.min(count + 1, context);
        Arrays.fill(inputs, at + used, at + context, pad);
        return used;
    }

    private int documentOf(int row) {
        int found = Arrays.binarySearch(firstRows, row);
        return found >= 0 ? found : -found - 2;
    }

    @Override
    public Set<String> sources(int row) {
        try {
            return Set.of(corpus.id(documentOf(order[row])));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
