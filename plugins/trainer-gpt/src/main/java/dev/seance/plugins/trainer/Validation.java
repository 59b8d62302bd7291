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
 * Validates a model in bits per byte: the loss in bits over the bytes that the targets stand for, which compares between
 * vocabularies. Tokens without bytes, the special ones, count on neither side (as in nanochat).
 */
final class Validation {

    private final SequenceDataset dataset;
    private final Vocabulary vocabulary;
    private final int context;
    private final int microBatch;
    private final int sampleSize;

    /**
     * @param dataset in an order whose beginning is a fair sample
     * @param sampleSize how many sequences are enough in the middle of a training
     */
    Validation(SequenceDataset dataset, Vocabulary vocabulary, int context, int microBatch, int sampleSize) {
        this.dataset = dataset;
        this.vocabulary = vocabulary;
        this.context = context;
        this.microBatch = microBatch;
        this.sampleSize = Math.min(sampleSize, dataset.count());
    }

    /** Validates on a sample, always the same one; empty when the user asked to stop meanwhile. */
    Optional<ValidationResult> onSample(TrainableModel model, BooleanSupplier stop) {
        return score(model, sampleSize, stop);
    }

    /** Validates on all there is; empty when the user asked to stop meanwhile. */
    Optional<ValidationResult> onAll(TrainableModel model, BooleanSupplier stop) {
        return score(model, dataset.count(), stop);
    }

    private Optional<ValidationResult> score(TrainableModel model, int count, BooleanSupplier stop) {
        Loss loss = Loss.NONE;
        long bytes = 0;
        for (int from = 0; from < count; from += microBatch) {
            if (stop.getAsBoolean()) {
                return Optional.empty();
            }
            int sequences = Math.min(microBatch, count - from);
            int[] inputs = new int[sequences * context];
            int[] targets = new int[sequences * context];
            for (int i = 0; i < sequences; i++) {
                dataset.fill(from + i, inputs, targets, i * context);
            }
            bytes += maskTokensWithoutBytes(targets);
            loss = loss.plus(model.score(new TokenBatch(sequences, context, inputs, targets)));
        }
        return Optional.of(new ValidationResult(loss, bytes, count));
    }

    /** The bytes that the other targets stand for. */
    private long maskTokensWithoutBytes(int[] targets) {
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
