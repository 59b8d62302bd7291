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
 * Scores documents in windows of a model's context, without overlap. Every token is predicted once, within its document.
 * A window starts with the document token and the document's tags, as the sequences of training do.
 *
 * <p>Tokens without bytes (special ones) are not counted, so the bits are those of the text alone and vocabularies
 * compare.
 */
final class WindowScorer {

    private final LanguageModel model;
    private final Vocabulary vocabulary;
    private final int length;
    private final int rows;
    private final int[] inputs;
    private final int[] targets;
    private int row;
    private Loss loss = Loss.NONE;
    private long bytes;

    WindowScorer(LanguageModel model, Vocabulary vocabulary, int batchTokens) {
        this.model = model;
        this.vocabulary = vocabulary;
        this.length = model.config().context();
        this.rows = Math.max(1, batchTokens / length);
        this.inputs = new int[rows * length];
        this.targets = new int[rows * length];
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
        for (int from = 0; from < tokens.length; from += capacity) {
            int to = Math.min(tokens.length, from + capacity);
            window(prefix, tokens, from, to);
            if (++row == rows) {
                score();
            }
        }
    }

    /** Fills a row of the batch: each token is the target of the one before it; the rest of the row is padding. */
    private void window(int[] prefix, int[] tokens, int from, int to) {
        int at = row * length;
        int end = at + length;
        int last = vocabulary.id(SpecialToken.DOCUMENT);
        for (int tag : prefix) {
            inputs[at] = last;
            targets[at++] = TokenBatch.IGNORED;
            last = tag;
        }
        for (int i = from; i < to; i++, at++) {
            int count = vocabulary.byteLength(tokens[i]);
            inputs[at] = last;
            targets[at] = count == 0 ? TokenBatch.IGNORED : tokens[i];
            bytes += count;
            last = tokens[i];
        }
        Arrays.fill(inputs, at, end, vocabulary.id(SpecialToken.PAD));
        Arrays.fill(targets, at, end, TokenBatch.IGNORED);
    }

    private void score() {
        if (row > 0) {
            int size = row * length;
            loss = loss.plus(model.score(
                    new TokenBatch(row, length, Arrays.copyOf(inputs, size), Arrays.copyOf(targets, size))));
            row = 0;
        }
    }

    /** The score of all documents so far. */
    Score finish() {
        score();
        return new Score(loss, bytes);
    }

    /**
     * The result.
     *
     * @param loss the loss over all counted tokens
     * @param bytes the bytes that they stand for
     */
    record Score(Loss loss, long bytes) {

        double bitsPerByte() {
            return loss.bitsPerByte(bytes);
        }

        double bytesPerToken() {
            return (double) bytes / loss.targets();
        }
    }
}
