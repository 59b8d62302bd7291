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
        long used = 0;
        for (long first = from; first < to; first += rowsPerBatch) {
            int count = (int) Math.min(rowsPerBatch, to - first);
            int[] inputs = new int[count * context];
            int[] targets = new int[count * context];
            for (int i = 0; i < count; i++) {
                seek(first + i);
                used += rows.fill((int) (first + i - firstRow), inputs, targets, i * context);
            }
            batches.add(new TokenBatch(count, context, inputs, targets));
        }
        return StepBatch.of(batches, used);
    }

    /**
     * The documents that one micro-batch of a step learns from, for messages.
     *
     * @param batch from 0
     */
    Set<String> sources(long number, int batch) {
        long from = firstRowOf(number) + (long) batch * rowsPerBatch;
        return sources(from, Math.min(from + rowsPerBatch, firstRowOf(number) + rowsPerStep));
    }

    /** The documents a step learns from, for messages. */
    Set<String> sources(long number) {
        return sources(firstRowOf(number), firstRowOf(number) + rowsPerStep);
    }

    private Set<String> sources(long from, long to) {
        Set<String> sources = new TreeSet<>();
        for (long row = from; row < Math.min(to, totalRows); row++) {
            seek(row);
            sources.addAll(rows.sources((int) (row - firstRow)));
        }
        return sources;
    }

    /** The place in the data after that many steps: which pass, and how many of its rows are behind. */
    Cursor cursor(long steps) {
        long row = Math.min(steps * rowsPerStep, totalRows);
        // Not beyond the last row: the order of a pass that is never begun need not be known.
        seek(Math.max(0, row - 1));
        return new Cursor(epoch, row - firstRow);
    }

    /** Passes over the data after that many steps. */
    double epochsAfter(long steps) {
        Cursor cursor = cursor(steps);
        return cursor.epoch() + (double) cursor.row() / rows.count();
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
