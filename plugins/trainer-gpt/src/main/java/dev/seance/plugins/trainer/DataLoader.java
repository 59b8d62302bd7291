// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import dev.seance.api.model.TokenBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Distributes the sequences of successive epochs over optimiser steps. The batch of a step is a function of its number
 * alone, so all that a checkpoint must know of the data is its step.
 */
final class DataLoader {

    private final EpochDatasets epochs;
    private final int context;
    private final int batchSequences;
    private final int microBatch;
    private final long totalSequences;

    /** The current epoch, and the sequence of the whole training that it starts with. */
    private int epoch = -1;

    private SequenceDataset dataset;
    private long firstSequence;

    /**
     * @param context C, tokens in a sequence
     * @param batchSequences sequences of an optimiser step
     * @param microBatch the most sequences of a micro-batch
     * @param totalSequences where the training ends, in the middle of a step if need be
     */
    DataLoader(EpochDatasets epochs, int context, int batchSequences, int microBatch, long totalSequences) {
        this.epochs = epochs;
        this.context = context;
        this.batchSequences = batchSequences;
        this.microBatch = microBatch;
        this.totalSequences = totalSequences;
    }

    /** The batch of a step, counted from 1. */
    StepBatch step(long number) {
        long from = firstSequenceOf(number);
        long to = Math.min(from + batchSequences, totalSequences);
        List<TokenBatch> microBatches = new ArrayList<>();
        long used = 0;
        for (long first = from; first < to; first += microBatch) {
            int count = (int) Math.min(microBatch, to - first);
            int[] inputs = new int[count * context];
            int[] targets = new int[count * context];
            for (int i = 0; i < count; i++) {
                seek(first + i);
                used += dataset.fill((int) (first + i - firstSequence), inputs, targets, i * context);
            }
            microBatches.add(new TokenBatch(count, context, inputs, targets));
        }
        return StepBatch.of(microBatches, used);
    }

    /**
     * The documents in one micro-batch of a step, for messages.
     *
     * @param index of the micro-batch, from 0
     */
    Set<String> sources(long number, int index) {
        long from = firstSequenceOf(number) + (long) index * microBatch;
        return sources(from, Math.min(from + microBatch, firstSequenceOf(number) + batchSequences));
    }

    /** The documents in the batch of a step, for messages. */
    Set<String> sources(long number) {
        return sources(firstSequenceOf(number), firstSequenceOf(number) + batchSequences);
    }

    private Set<String> sources(long from, long to) {
        Set<String> sources = new TreeSet<>();
        for (long sequence = from; sequence < Math.min(to, totalSequences); sequence++) {
            seek(sequence);
            sources.addAll(dataset.sources((int) (sequence - firstSequence)));
        }
        return sources;
    }

    /** The position in the data after that many steps. */
    DataPosition position(long steps) {
        long sequence = Math.min(steps * batchSequences, totalSequences);
        // Not beyond the last sequence: the order of an epoch that never starts need not be known.
        seek(Math.max(0, sequence - 1));
        return new DataPosition(epoch, sequence - firstSequence);
    }

    /** Epochs completed after that many steps, with a fraction. */
    double epochsAfter(long steps) {
        DataPosition position = position(steps);
        return position.epoch() + (double) position.sequence() / dataset.count();
    }

    private long firstSequenceOf(long number) {
        long from = (number - 1) * batchSequences;
        if (number < 1 || from >= totalSequences) {
            throw new IllegalArgumentException("no step " + number + " in " + totalSequences + " sequences");
        }
        return from;
    }

    private void seek(long sequence) {
        if (dataset == null || sequence < firstSequence) {
            epoch = 0;
            dataset = epochs.epoch(0);
            firstSequence = 0;
        }
        while (sequence >= firstSequence + dataset.count()) {
            firstSequence += dataset.count();
            dataset = epochs.epoch(++epoch);
        }
    }
}
