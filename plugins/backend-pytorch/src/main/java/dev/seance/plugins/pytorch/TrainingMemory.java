// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import dev.seance.api.model.Architecture;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.ModelTensor;
import dev.seance.api.model.ParameterGroup;
import dev.seance.api.model.Precision;
import java.util.Set;

/**
 * The peak memory of training in bytes, derived from the programs: change this with them. {@code seance bench train}
 * measures the same, and says both.
 *
 * <p>Names of sizes are those of the programs: N tokens of a micro-batch, D width, L layers, F inner width, H and G heads,
 * K numbers a head, V vocabulary, M tables of value embeddings. The greatest amount is needed when the forward pass is done
 * and the last layer's derivative is under way; what an update needs temporarily fits where activations were.
 *
 * @param state weights in fp32, their copies in the compute precision, gradients, and the optimiser's state: one number
 *     a weight for Muon, which the trainer's defaults give all matrices, two for AdamW
 * @param activations what the forward pass saves for the backward pass
 * @param temporary what one layer's derivative needs while it is computed
 * @param logits those of a chunk of tokens, and their gradients
 * @param fragmentation free memory between the saved blocks, too small for the allocator to use for others
 */
record TrainingMemory(long state, long activations, long temporary, long logits, long fragmentation) {
    private static final int FP32 = Float.BYTES;

    /** Rows of scores that the derivative of attention has at a time, as {@code attend_back_cpu}. */
    private static final int BLOCK = 256;

    /** Embedding tables are read where they are, without a copy in the compute precision. */
    private static final Set<String> LOOKED_UP = Set.of("embedding", "value_embeddings");

    /**
     * Measured, as a share of the activations. A kernel asks for blocks at multiples of 64 bytes; glibc (2.36) gives a part
     * of a slightly longer one, and when it is free again, it is too short for the next of its size. So every block that a
     * layer frees leaves a gap that only something smaller fits: with each large block mapped by itself, training
     * holds what is derived here without fragmentation, but loses more time than that is worth to page faults.
     */
    private static final double FRAGMENTATION = 0.95;

    static TrainingMemory of(ModelConfig shape, int rows, Precision precision, boolean gpu) {
        int compute = precision == Precision.BF16 ? 2 : FP32;
        long tokens = (long) rows * shape.context();
        long activations = tokens * (shape.layers() * layer(shape, compute) + ends(shape, compute));
        return new TrainingMemory(
                state(shape, compute),
                activations,
                temporary(shape, compute, rows, gpu),
                logits(shape, compute, tokens, gpu),
                gpu ? 0 : (long) (FRAGMENTATION * activations));
    }

    /** Temporary tensors fill the gaps first. */
    long total() {
        return state + activations + Math.max(temporary, fragmentation) + logits;
    }

    private static long state(ModelConfig shape, int compute) {
        long bytes = 0;
        for (ModelTensor tensor : shape.tensors()) {
            boolean copied = compute != FP32
                    && tensor.shape().size() > 1
                    && (!LOOKED_UP.contains(tensor.name())
                            || shape.tied() && tensor.group() == ParameterGroup.EMBEDDING);
            int moments = tensor.group().matrices() ? 1 : 2;
            bytes += tensor.elements() * ((2 + moments) * FP32 + (copied ? compute : 0));
        }
        return bytes;
    }

    /** Of a token, in a layer. */
    private static long layer(ModelConfig shape, int compute) {
        long d = shape.width();
        long keys = (long) shape.kvHeads() * shape.headWidth();
        long f = shape.mlpWidth();
        // Queries, keys, values, and what came of them.
        long attention = 2 * d + 2 * keys;
        long sums = (long) shape.heads() * FP32;
        return switch (shape.architecture()) {
            // x three times: as it comes, mixed with the first, between the halves; two norms; heads before theirs; the
            // MLP's inside, before and after the square.
            case NANOCHAT ->
                compute * (attention + 3 * d + 2 * d + (d + keys) + 2 * f)
                        + sums
                        + (long) (shape.heads() + shape.kvHeads() + 2) * FP32;
            // x twice, two norms with and without weights; gate before and after silu, the other, their product.
            case LLAMA -> compute * (attention + 2 * d + 4 * d + 4 * f) + sums + 2 * FP32;
        };
    }

    /** Of a token, before the first layer and after the last: with the gradient of the latter. */
    private static long ends(ModelConfig shape, int compute) {
        long d = shape.width();
        long keys = (long) shape.kvHeads() * shape.headWidth();
        return switch (shape.architecture()) {
            case NANOCHAT -> compute * (7 * d + shape.valueEmbeddingLayers() * keys);
            case LLAMA -> compute * (5 * d);
        };
    }

    /** The last layer's derivative, of its MLP or of its attention. */
    private static long temporary(ModelConfig shape, int compute, int rows, boolean gpu) {
        long d = shape.width();
        long tokens = (long) rows * shape.context();
        long streams = shape.architecture() == Architecture.NANOCHAT ? 3 : 1;
        long mlp = compute * tokens * (streams * d + 2L * shape.mlpWidth());
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
        long numbers = Math.min(ModelProgram.chunk(gpu), tokens * shape.vocabulary());
        long head = (long) shape.vocabulary() * shape.width();
        return gpu ? numbers * 3 * FP32 + head * compute : numbers * compute + head * (compute + FP32);
    }
}
