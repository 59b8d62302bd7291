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
 * Documents as sequences to validate on: every token of every document is a target once, in a sequence of its own
 * document alone, behind as much of it as is affordable.
 *
 * <p>A document longer than the context C is read through a sliding window of C tokens that moves by half of itself. The
 * first window scores all it has, every other one its second half, so a token is predicted from at least C/2 tokens
 * before it, or from the beginning of its document. Windows without overlap would be half the work, but score a token
 * from C/2 tokens before it on average and from none at worst; a window that moves by one would be C times the work. The
 * last window of a document is moved back until it is full. The first starts with the document token and the document's
 * tags, the others with the tags and the token before, as the training sequences do; with tags, C is what they leave of the
 * context. Special tokens are no targets. {@code bits-per-byte} reads documents in the same windows.
 *
 * <p>The order follows from a seed, so the first windows are a fair sample. Safe for several threads.
 */
final class ValidationWindows implements SequenceDataset {

    private final EncodedCorpus corpus;
    private final int context;
    private final int documentToken;
    private final int pad;

    /** The first window of each document, and after them the number of all. */
    private final int[] firstWindows;

    private final int[] order;

    ValidationWindows(EncodedCorpus corpus, int context, Vocabulary vocabulary, long seed) {
        this.corpus = corpus;
        this.context = context;
        this.documentToken = vocabulary.id(SpecialToken.DOCUMENT);
        this.pad = vocabulary.padding();
        this.firstWindows = new int[corpus.documents() + 1];
        for (int document = 0; document < corpus.documents(); document++) {
            int beyond = Math.max(0, textLength(document) - capacity(document));
            int stride = stride(document);
            firstWindows[document + 1] = Math.addExact(firstWindows[document], 1 + (beyond + stride - 1) / stride);
        }
        this.order = Shuffle.permutation(firstWindows[corpus.documents()], Shuffle.seed(seed, "rows", 0));
    }

    private int textLength(int document) {
        return corpus.length(document) - 1 - corpus.prefixLength(document);
    }

    /** How many tokens of a document's text a window takes. */
    private int capacity(int document) {
        return context - corpus.prefixLength(document);
    }

    /** By how many tokens the window of a document moves. */
    private int stride(int document) {
        return capacity(document) - capacity(document) / 2;
    }

    @Override
    public int count() {
        return order.length;
    }

    @Override
    public int fill(int index, int[] inputs, int[] targets, int at) {
        int document = documentOf(order[index]);
        int window = order[index] - firstWindows[document];
        int prefix = corpus.prefixLength(document);
        int capacity = capacity(document);
        int stride = stride(document);
        int end = Math.min(textLength(document), capacity + window * stride);
        int begin = Math.max(0, end - capacity);
        int count = prefix + end - begin;
        corpus.read(document, 1, prefix, targets, at);
        corpus.read(document, 1 + prefix + begin, end - begin, targets, at + prefix);
        inputs[at] = documentToken;
        System.arraycopy(targets, at, inputs, at + 1, Math.min(count, context - 1));
        if (begin > 0) {
            System.arraycopy(inputs, at + 1, inputs, at, prefix);
            corpus.read(document, prefix + begin, 1, inputs, at + prefix);
        }
        int scored = window == 0 ? 0 : capacity + (window - 1) * stride;
        Arrays.fill(targets, at, at + prefix + Math.max(0, scored - begin), TokenBatch.IGNORED);
        Arrays.fill(targets, at + count, at + context, TokenBatch.IGNORED);
        int used = Math.min(count + 1, context);
        Arrays.fill(inputs, at + used, at + context, pad);
        return used;
    }

    private int documentOf(int window) {
        int found = Arrays.binarySearch(firstWindows, window);
        return found >= 0 ? found : -found - 2;
    }

    @Override
    public Set<String> sources(int index) {
        try {
            return Set.of(corpus.id(documentOf(order[index])));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
