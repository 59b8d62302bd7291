// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.export;

import dev.seance.api.model.ModelConfig;
import dev.seance.kit.safetensors.Safetensors;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * One weight of one layer, and where it lies in a checkpoint: a stretch of rows of a tensor that is stacked over the
 * layers, as {@link dev.seance.kit.model.TransformerTensors} has them, with {@code mlp_gate}, {@code attention_norm},
 * {@code mlp_norm} and {@code final_norm} beside those.
 *
 * @param weight what it does
 * @param layer from 0; 0 for what no layer has
 * @param source the tensor of the checkpoint
 * @param from where in it this one begins, in numbers
 * @param rows how many rows it has; 1 for a vector
 * @param columns the length of a row
 */
public record DecoderTensor(DecoderWeight weight, int layer, String source, long from, long rows, long columns) {

    public DecoderTensor {
        Objects.requireNonNull(weight, "weight");
        Objects.requireNonNull(source, "source");
    }

    /** All weights of a model, layer by layer, in the order of their use. */
    public static List<DecoderTensor> of(ModelConfig config) {
        long width = config.width();
        long kv = config.dimensions().kvWidth();
        long inner = config.dimensions().mlpWidth();
        long vocabulary = config.vocabularySize();
        List<DecoderTensor> all = new ArrayList<>();
        all.add(new DecoderTensor(DecoderWeight.TOKENS, 0, "embedding", 0, vocabulary, width));
        for (int layer = 0; layer < config.layers(); layer++) {
            long qkv = layer * (width + 2 * kv) * width;
            all.add(stacked(DecoderWeight.ATTENTION_NORM, "attention_norm", layer, 1, width));
            all.add(attention(DecoderWeight.QUERIES, layer, qkv, width, width));
            all.add(attention(DecoderWeight.KEYS, layer, qkv + width * width, kv, width));
            all.add(attention(DecoderWeight.VALUES, layer, qkv + (width + kv) * width, kv, width));
            all.add(stacked(DecoderWeight.ATTENTION_OUT, "attention_out", layer, width, width));
            all.add(stacked(DecoderWeight.MLP_NORM, "mlp_norm", layer, 1, width));
            all.add(stacked(DecoderWeight.GATE, "mlp_gate", layer, inner, width));
            all.add(stacked(DecoderWeight.UP, "mlp_in", layer, inner, width));
            all.add(stacked(DecoderWeight.DOWN, "mlp_out", layer, width, inner));
        }
        all.add(new DecoderTensor(DecoderWeight.FINAL_NORM, 0, "final_norm", 0, 1, width));
        if (!config.tied()) {
            all.add(new DecoderTensor(DecoderWeight.HEAD, 0, "head", 0, vocabulary, width));
        }
        return all;
    }

    private static DecoderTensor attention(DecoderWeight weight, int layer, long from, long rows, long columns) {
        return new DecoderTensor(weight, layer, "attention_qkv", from, rows, columns);
    }

    private static DecoderTensor stacked(DecoderWeight weight, String source, int layer, long rows, long columns) {
        return new DecoderTensor(weight, layer, source, layer * rows * columns, rows, columns);
    }

    /** The sizes, outermost first. */
    public List<Long> shape() {
        return weight.norm() ? List.of(columns) : List.of(rows, columns);
    }

    public long elements() {
        return rows * columns;
    }

    /** Some of its rows, mapped from the weights of a checkpoint; at most 2 GiB. */
    public FloatBuffer read(Safetensors checkpoint, long row, long count) throws IOException {
        Objects.checkFromIndexSize(row, count, rows);
        return checkpoint
                .numbers(source, (from + row * columns) * Float.BYTES, count * columns * Float.BYTES)
                .asFloatBuffer();
    }
}
