// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import dev.seance.api.model.Loss;
import dev.seance.api.model.TokenBatch;
import dev.seance.api.model.TrainableModel;
import dev.seance.api.tokenizer.Vocabulary;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Measures a model on held-out rows in bits per byte: the loss in bits over the bytes the targets spell, which compares
 * between vocabularies. Tokens that spell nothing, the markers, count on neither side (as in nanochat).
 */
final class Validation {

    private final Rows rows;
    private final Vocabulary vocabulary;
    private final int context;
    private final int rowsPerBatch;
    private final int someRows;

    /**
     * @param rows in an order whose beginning is a fair sample
     * @param someRows how many rows are enough in the middle of a training
     */
    Validation(Rows rows, Vocabulary vocabulary, int context, int rowsPerBatch, int someRows) {
        this.rows = rows;
        this.vocabulary = vocabulary;
        this.context = context;
        this.rowsPerBatch = rowsPerBatch;
        this.someRows = Math.min(someRows, rows.count());
    }

    /** Measures on a sample, always the same one; empty when the user asked to stop meanwhile. */
    Optional<Measurement> onSome(TrainableModel model, BooleanSupplier stop) {
        return measure(model, someRows, stop);
    }

    /** Measures on all there is; empty when the user asked to stop meanwhile. */
    Optional<Measurement> onAll(TrainableModel model, BooleanSupplier stop) {
        return measure(model, rows.count(), stop);
    }

    private Optional<Measurement> measure(TrainableModel model, int count, BooleanSupplier stop) {
        Loss loss = Loss.NONE;
        long bytes = 0;
        for (int from = 0; from < count; from += rowsPerBatch) {
            if (stop.getAsBoolean()) {
                return Optional.empty();
            }
            int batchRows = Math.min(rowsPerBatch, count - from);
            int[] inputs = new int[batchRows * context];
            int[] targets = new int[batchRows * context];
            for (int i = 0; i < batchRows; i++) {
                rows.fill(from + i, inputs, targets, i * context);
            }
            bytes += ignoreWhatSpellsNothing(targets);
            loss = loss.plus(model.score(new TokenBatch(batchRows, context, inputs, targets)));
        }
        return Optional.of(new Measurement(loss, bytes, count));
    }

    /** The bytes that the other targets spell. */
    private long ignoreWhatSpellsNothing(int[] targets) {
        long bytes = 0;
        for (int i = 0; i < targets.length; i++) {
            int length = targets[i] == TokenBatch.IGNORED ? 0 : vocabulary.byteLength(targets[i]);
            bytes += length;
            if (length == 0) {
                targets[i] = TokenBatch.IGNORED;
            }
        }
        return bytes;
    }
}
