// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import dev.seance.api.model.ActivationCount;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.ModelTensor;
import dev.seance.api.model.Precision;

/**
 * The bytes that training holds at most. What a family's program saves for its backward pass the family says ({@link
 * ActivationCount}); the rest is that of {@code language_model.py} and {@code optimizers.py}: change this with them. {@code
 * seance bench train} measures the same, and prints both.
 *
 * <p>The greatest amount is needed when the forward pass is done and the last layer's derivative is under way; temporary
 * tensors of an update fit where activations were.
 *
 * @param state weights in fp32, their copies in the compute precision, gradients, and the optimiser's state: one number
 *     a weight for Muon, which updates groups of matrices by default, two for AdamW
 * @param activations what the forward pass saves for the backward pass
 * @param temporary what one layer's derivative needs while it is computed
 * @param logits those of a chunk of tokens, and their gradients
 * @param fragmentation free memory between the saved blocks, too small for the allocator to use for others
 */
record TrainingMemory(long state, long activations, long temporary, long logits, long fragmentation) {
    private static final int FP32 = Float.BYTES;

    /** Rows of scores that the derivative of attention has at a time, as {@code attend_back_cpu}. */
    private static final int BLOCK = 256;

    /**
     * Measured, as a share of the activations. A kernel asks for blocks at multiples of 64 bytes; glibc (2.36) gives a part
     * of a slightly longer one, and when it is free again, it is too short for the next of its size. So every block that a
     * layer frees leaves a gap that only something smaller fits: with each large block mapped by itself, training
     * holds what is derived here without fragmentation, but loses more time than that is worth to page faults.
     */
    private static final double FRAGMENTATION = 0.95;

    static TrainingMemory of(
            ModelConfig shape, ActivationCount activations, int rows, Precision precision, boolean gpu) {
        int compute = precision == Precision.BF16 ? 2 : FP32;
        long tokens = (long) rows * shape.context();
        long layer = compute * activations.layer() + FP32 * activations.layerFp32();
        long saved = tokens * (shape.layers() * layer + compute * activations.outside());
        return new TrainingMemory(
                state(shape, compute),
                saved,
                temporary(shape, activations, compute, rows, gpu),
                logits(shape, compute, tokens, gpu),
                gpu ? 0 : (long) (FRAGMENTATION * saved));
    }

    /** Temporary tensors fill the gaps first. */
    long total() {
        return state + activations + Math.max(temporary, fragmentation) + logits;
    }

    private static long state(ModelConfig shape, int compute) {
        long bytes = 0;
        for (ModelTensor tensor : shape.tensors()) {
            boolean copied = compute != FP32 && tensor.shape().size() > 1 && multiplies(shape, tensor);
            int moments = tensor.group().matrices() ? 1 : 2;
            bytes += tensor.elements() * ((2 + moments) * FP32 + (copied ? compute : 0));
        }
        return bytes;
    }

    /** Tables that are only looked up in are read where they are, so that no copy is made of them. */
    private static boolean multiplies(ModelConfig shape, ModelTensor tensor) {
        return switch (tensor.role()) {
            case EMBEDDING -> shape.tied();
            case VALUE_EMBEDDING -> false;
            case MATRIX, HEAD, SCALAR -> true;
        };
    }

    /** The last layer's derivative, of its MLP or of its attention. */
    private static long temporary(ModelConfig shape, ActivationCount activations, int compute, int rows, boolean gpu) {
        long d = shape.width();
        long tokens = (long) rows * shape.context();
        long streams = activations.residualGradients();
        long mlp = compute * tokens * (streams * d + 2L * shape.dimensions().mlpWidth());
        // The gradient of what attention gave, those of queries, keys and values; copies of some.
        long attention = compute * tokens * (streams * d + 5 * d);
        if (!gpu) {
            // Those of keys and values are summed in fp32. Of a block of queries with all keys there are scores, their
            // exponentials, and the gradients of both.
            attention += 2 * FP32 * tokens * d
                    + 4L * compute * rows * shape.heads() * Math.min(BLOCK, shape.context()) * shape.context();
        }
        return Math.max(mlp, attention);
    }

    /**
     * Logits of a chunk, which become their slopes, and the head's gradient of it, on a CPU once more in fp32 on its way to the
     * sum; on a GPU logits and probabilities in fp32 too.
     */
    private static long logits(ModelConfig shape, int compute, long tokens, boolean gpu) {
        long numbers = Math.min(ModelProgram.chunk(gpu), tokens * shape.vocabularySize());
        long head = (long) shape.vocabularySize() * shape.width();
        return gpu ? numbers * 3 * FP32 + head * compute : numbers * compute + head * (compute + FP32);
    }
}
