// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import dev.seance.api.model.ModelShape;
import dev.seance.api.model.TensorEntry;
import java.util.List;
import java.util.stream.Stream;

/** The tensors of a nanochat checkpoint: {@link dev.seance.api.model.Checkpoints} fixes the weights' names. */
final class NanochatTensors {
    /** Adam's running mean of a weight's gradient is called by this and the weight's name. */
    private static final String MEAN = "mean.";

    /** And the running mean of its square by this. */
    private static final String SQUARE = "square.";

    private NanochatTensors() {}

    static List<TensorEntry> weights(ModelShape shape) {
        long layers = shape.layers();
        long width = shape.width();
        long inner = shape.mlpWidth();
        long vocabulary = shape.vocabulary();
        long attention = width + 2L * shape.kvHeads() * shape.headWidth();
        return List.of(
                TensorEntry.f32("embedding", List.of(vocabulary, width)),
                TensorEntry.f32("attention_qkv", List.of(layers, attention, width)),
                TensorEntry.f32("attention_out", List.of(layers, width, width)),
                TensorEntry.f32("mlp_in", List.of(layers, inner, width)),
                TensorEntry.f32("mlp_out", List.of(layers, width, inner)),
                TensorEntry.f32("head", List.of(vocabulary, width)));
    }

    static List<TensorEntry> moments(ModelShape shape) {
        return weights(shape).stream()
                .flatMap(weight ->
                        Stream.of(MEAN, SQUARE).map(prefix -> TensorEntry.f32(prefix + weight.name(), weight.shape())))
                .toList();
    }
}
