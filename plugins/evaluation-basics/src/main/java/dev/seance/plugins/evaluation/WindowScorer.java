// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.evaluation;

import dev.seance.api.model.LanguageModel;
import dev.seance.api.model.Loss;
import dev.seance.api.model.TokenBatch;
import dev.seance.api.run.UserError;
import dev.seance.api.tokenizer.SpecialToken;
import dev.seance.api.tokenizer.Vocabulary;
import java.util.Arrays;

/**
 * Scores documents through a window of the model's context C that moves by half of itself, as validation does while a model
 * trains. Every token is predicted once, within its document: the first window scores all it has, every other one its second
 * half, so a token is predicted from at least C/2 tokens before it, or from the beginning of its document. The last window
 * of a document is moved back until it is full. The first begins with the document token and the document's tags, the
 * others with the tags and the token before; with tags, C is what they leave of the context.
 *
 * <p>What the first windows score is counted by itself as well: it is what nanochat's evaluation reads of a book, whose
 * loader (dataloader.py, March 2026) takes the first C tokens of a long document and drops the rest.
 *
 * <p>Tokens without bytes (special ones) are not counted, so the bits are those of the text alone and vocabularies
 * compare.
 */
final class WindowScorer {

    private final LanguageModel model;
    private final Vocabulary vocabulary;
    private final int length;
    private final int rows;
    private final Windows first = new Windows();
    private final Windows others = new Windows();

    WindowScorer(LanguageModel model, Vocabulary vocabulary, int batchTokens) {
        this.model = model;
        this.vocabulary = vocabulary;
        this.length = model.config().context();
        this.rows = Math.max(1, batchTokens / length);
    }

    /**
     * Adds a document.
     *
     * @param tags what stands before each window of the text, and is not scored; shorter than the context in tokens
     */
    void add(String tags, String text) {
        int[] prefix = vocabulary.encode(tags);
        int[] tokens = vocabulary.encode(text);
        int capacity = length - prefix.length;
        if (capacity < 1) {
            throw new UserError("the tags " + tags.strip() + " fill the model's context of " + length
                    + " tokens; score documents with shorter fields");
        }
        int stride = capacity - capacity / 2;
        int scored = 0;
        while (scored < tokens.length) {
            int end = Math.min(tokens.length, scored == 0 ? capacity : scored + stride);
            (scored == 0 ? first : others).add(prefix, tokens, Math.max(0, end - capacity), scored, end);
            scored = end;
        }
    }

    /** The score of all documents so far. */
    Score finish() {
        first.score();
        others.score();
        return new Score(first.loss.plus(others.loss), first.bytes + others.bytes, first.loss.bitsPerByte(first.bytes));
    }

    /** Windows on their way to the model, a batch at a time, and what those before came to. */
    private final class Windows {

        private int[] inputs = {};
        private int[] targets = {};
        private int row;
        private Loss loss = Loss.NONE;
        private long bytes;

        /**
         * Adds a window: each token is the target of the one before it; the rest of the row is padding.
         *
         * @param begin the first token of the window
         * @param scored how many tokens of the document were targets before
         * @param end where the window ends
         */
        void add(int[] prefix, int[] tokens, int begin, int scored, int end) {
            if (row == 0) {
                inputs = new int[rows * length];
                targets = new int[rows * length];
                Arrays.fill(inputs, vocabulary.padding());
                Arrays.fill(targets, TokenBatch.IGNORED);
            }
            int at = row * length;
            int before = begin == 0 ? vocabulary.id(SpecialToken.DOCUMENT) : tokens[begin - 1];
            if (begin == 0 && prefix.length > 0) {
                inputs[at] = before;
                System.arraycopy(prefix, 0, inputs, at + 1, prefix.length - 1);
                before = prefix[prefix.length - 1];
            } else {
                System.arraycopy(prefix, 0, inputs, at, prefix.length);
            }
            at += prefix.length;
            for (int i = begin; i < end; i++, at++) {
                int count = vocabulary.byteLength(tokens[i]);
                inputs[at] = before;
                if (i >= scored && count > 0) {
                    targets[at] = tokens[i];
                    bytes += count;
                }
                before = tokens[i];
            }
            if (++row == rows) {
                score();
            }
        }

        void score() {
            if (row > 0) {
                int size = row * length;
                loss = loss.plus(model.score(
                        new TokenBatch(row, length, Arrays.copyOf(inputs, size), Arrays.copyOf(targets, size))));
                row = 0;
            }
        }
    }

    /**
     * The result.
     *
     * @param loss the loss over all counted tokens
     * @param bytes the bytes that they stand for
     * @param firstBitsPerByte of the first windows alone
     */
    record Score(Loss loss, long bytes, double firstBitsPerByte) {

        double bitsPerByte() {
            return loss.bitsPerByte(bytes);
        }

        double bytesPerToken() {
            return (double) bytes / loss.targets();
        }
    }
}
