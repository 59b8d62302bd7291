// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import dev.seance.api.model.TokenBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Deals the rows of successive epochs out to optimiser steps. What a step gets is a function of its number alone, so
 * the cursor of a checkpoint is the step.
 */
final class TrainingData {

    private final Epochs epochs;
    private final int context;
    private final int rowsPerStep;
    private final int rowsPerBatch;
    private final long totalRows;

    /** The epoch in hand, and the row of the whole training it begins with. */
    private int epoch = -1;

    private Rows rows;
    private long firstRow;

    /**
     * @param context C, tokens in a row
     * @param rowsPerBatch the most rows of a micro-batch
     * @param totalRows where the training ends, in the middle of a step if need be
     */
    TrainingData(Epochs epochs, int context, int rowsPerStep, int rowsPerBatch, long totalRows) {
        this.epochs = epochs;
        this.context = context;
        this.rowsPerStep = rowsPerStep;
        this.rowsPerBatch = rowsPerBatch;
        this.totalRows = totalRows;
    }

    /** The batch of a step, counted from 1. */
    StepBatch step(long number) {
        long from = firstRowOf(number);
        long to = Math.min(from + rowsPerStep, totalRows);
        List<TokenBatch> batches = new ArrayList<>();
        for (long row = from; row < to; row += rowsPerBatch) {
            batches.add(batch(row, (int) Math.min(rowsPerBatch, to - row)));
        }
        return StepBatch.of(batches);
    }

    private TokenBatch batch(long from, int count) {
        int[] inputs = new int[count * context];
        int[] targets = new int[count * context];
        for (int i = 0; i < count; i++) {
            seek(from + i);
            rows.fill((int) (from + i - firstRow), inputs, targets, i * context);
        }
        return new TokenBatch(count, context, inputs, targets);
    }

    /** The documents a step learns from, for messages. */
    Set<String> sources(long number) {
        Set<String> sources = new TreeSet<>();
        long from = firstRowOf(number);
        for (long row = from; row < Math.min(from + rowsPerStep, totalRows); row++) {
            seek(row);
            sources.addAll(rows.sources((int) (row - firstRow)));
        }
        return sources;
    }

    /** Passes over the data after that many steps. */
    double epochsAfter(long steps) {
        long done = Math.min(steps * rowsPerStep, totalRows);
        if (done == 0) {
            return 0;
        }
        seek(done - 1);
        return epoch + (double) (done - firstRow) / rows.count();
    }

    private long firstRowOf(long number) {
        long from = (number - 1) * rowsPerStep;
        if (number < 1 || from >= totalRows) {
            throw new IllegalArgumentException("no step " + number + " in " + totalRows + " rows");
        }
        return from;
    }

    private void seek(long row) {
        if (rows == null || row < firstRow) {
            epoch = 0;
            rows = epochs.epoch(0);
            firstRow = 0;
        }
        while (row >= firstRow + rows.count()) {
            firstRow += rows.count();
            rows = epochs.epoch(++epoch);
        }
    }
}
